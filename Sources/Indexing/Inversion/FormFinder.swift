// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeStorage

/// Numbers the words of a text: those met most out of a cache, the others some hundred at a time, so that the waits for memory
/// overlap.
struct FormFinder {
    private static let block = 256

    private var cache = FormCache()
    private var missing: [MissingForm] = []
    /// Of the text looked up last: by token, for those that are words.
    private(set) var numbers: [UInt32] = []
    private(set) var hashes: [UInt32] = []

    /// Looks up the words among tokens.
    ///
    /// - Parameter bytes: holds their forms, and `TokenBuffer.padding` more bytes.
    mutating func find(_ tokens: Span<Token>, _ bytes: RawSpan, in keys: inout KeyTable) {
        if numbers.count < tokens.count {
            numbers = Array(repeating: 0, count: tokens.count * 2)
            hashes = numbers
        }
        // Taken out while other members change.
        var (numbers, hashes, missing): ([UInt32], [UInt32], [MissingForm]) = ([], [], [])
        swap(&numbers, &self.numbers)
        swap(&hashes, &self.hashes)
        swap(&missing, &self.missing)
        defer {
            swap(&numbers, &self.numbers)
            swap(&hashes, &self.hashes)
            swap(&missing, &self.missing)
        }
        for first in stride(from: 0, to: tokens.count, by: Self.block) {
            let block = first..<min(first + Self.block, tokens.count)
            missing.removeAll(keepingCapacity: true)
            Self.find(block, of: tokens, bytes, cache, &numbers, &hashes, &missing)
            keys.findCandidates(for: &missing)
            for form in missing {
                let number = form.isFound ? form.candidate : keys.form(form.words, form.hash, bytes, Int(form.start))
                numbers[Int(form.token)] = number
                hashes[Int(form.token)] = form.hash
                cache.keep(form.words, number: number, hash: form.hash)
            }
        }
    }

    private static func find(
        _ block: Range<Int>, of tokens: Span<Token>, _ bytes: RawSpan, _ cache: FormCache, _ numbers: inout [UInt32],
        _ hashes: inout [UInt32], _ missing: inout [MissingForm]
    ) {
        var numbers = numbers.mutableSpan
        var hashes = hashes.mutableSpan
        missing.append(addingCapacity: block.count) { missing in
            for index in block {
                guard case .word = tokens[index].kind else { continue }
                let start = Int(tokens[index].formStart)
                let words = KeyWords(bytes, start, Int(tokens[index].formLength))
                if let (number, hash) = cache.find(words) {
                    numbers[index] = number
                    hashes[index] = hash
                } else {
                    missing.append(
                        MissingForm(
                            words: words, hash: words.hash(bytes, start), start: UInt32(truncatingIfNeeded: start),
                            token: UInt32(truncatingIfNeeded: index)))
                }
            }
        }
    }
}

/// A word that was not in the cache.
struct MissingForm: BitwiseCopyable {
    let words: KeyWords
    let hash: UInt32
    let start: UInt32
    let token: UInt32
    /// The number it may have, and whether it has it for certain.
    var candidate: UInt32 = 0
    var isFound = false
}

extension KeyTable {
    /// Looks for many forms at once: each step for all of them, without branches, so that the waits for memory overlap.
    func findCandidates(for forms: inout [MissingForm]) {
        if count == 0 { return }
        var forms = forms.mutableSpan
        for index in forms.indices { forms[index].candidate = candidate(forms[index].hash) }
        for index in forms.indices { forms[index].isFound = isForm(forms[index].candidate, forms[index].words) }
    }
}

/// Forms that were met last, with their numbers, side by side in the nearer caches. A look-up reads one line.
private struct FormCache {
    private struct Line: BitwiseCopyable {
        var head: UInt64
        var middle: UInt64
        var tail: UInt64
        var hash: UInt32
        /// `length (8 bits) · number (24 bits)`; 0 is free.
        var word: UInt32
    }

    private static let lineBits: UInt64 = 13
    private static let numberBits: UInt32 = 24

    private var lines: [Line] = Array(zeroed: 1 << Int(lineBits))

    @inline(__always)
    private static func line(of words: KeyWords) -> Int {
        let mixed =
            (words.head ^ (words.middle &* 0xC2B2_AE3D_27D4_EB4F) ^ (words.tail &* 0x1656_67B1_9E37_79F9))
            &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed &>> (64 - lineBits))
    }

    /// The number and the hash of a form; nil if it is not here.
    @inline(__always)
    func find(_ words: KeyWords) -> (number: UInt32, hash: UInt32)? {
        let line = lines[Self.line(of: words)]
        let difference =
            (line.head ^ words.head) | (line.middle ^ words.middle) | (line.tail ^ words.tail)
            | UInt64((line.word &>> Self.numberBits) ^ UInt32(truncatingIfNeeded: words.count))
        if difference != 0 { return nil }
        return (line.word & (1 &<< Self.numberBits &- 1), line.hash)
    }

    /// Keeps a form in the place of another, unless it is too long.
    mutating func keep(_ words: KeyWords, number: UInt32, hash: UInt32) {
        if !words.isWhole { return }
        lines[Self.line(of: words)] = Line(
            head: words.head, middle: words.middle, tail: words.tail, hash: hash,
            word: UInt32(words.count) << Self.numberBits | number)
    }
}
