// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeStorage

/// Numbers the words of a text: those met most out of a cache, the others some hundred at a time, so that the waits for memory
/// overlap.
struct FormFinder {
    private static let block = 256

    private var cache = FormCache()
    /// Of a block: its forms, and those that were not in the cache.
    private var forms = [CachedForm](repeating: CachedForm(KeyWords()), count: block)
    private var missing = [MissingForm](repeating: MissingForm(), count: block)
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
            Self.read(block, of: tokens, bytes, into: &forms)
            let count = Self.find(block, of: tokens, forms.span, cache, &numbers, &hashes, &missing)
            keys.findCandidates(for: &missing, count, bytes)
            keep(missing.span.extracting(0..<count), bytes, in: &keys, &numbers, &hashes)
        }
    }

    /// Reads the forms of a block, without branches that cannot be foreseen: which words are long.
    private static func read(_ block: Range<Int>, of tokens: Span<Token>, _ bytes: RawSpan, into forms: inout [CachedForm]) {
        var forms = forms.mutableSpan
        for index in block {
            let token = tokens[index]
            forms[index &- block.lowerBound] = CachedForm(KeyWords(bytes, Int(token.formStart), Int(token.formLength)))
        }
    }

    /// The next step for all of them, so that the waits for the cache's memory overlap; without branches again.
    ///
    /// - Parameter missing: set to those that are not there, as many as are returned.
    private static func find(
        _ block: Range<Int>, of tokens: Span<Token>, _ forms: Span<CachedForm>, _ cache: FormCache, _ numbers: inout [UInt32],
        _ hashes: inout [UInt32], _ missing: inout [MissingForm]
    ) -> Int {
        var numbers = numbers.mutableSpan
        var hashes = hashes.mutableSpan
        var missing = missing.mutableSpan
        var count = 0
        for index in block {
            let token = tokens[index]
            let form = forms[index &- block.lowerBound]
            let line = cache.line(of: form)
            numbers[index] = line.number
            hashes[index] = line.hash
            missing[count] = MissingForm(words: form.words, start: token.formStart, token: UInt32(truncatingIfNeeded: index))
            let isWord: Bool = if case .word = token.kind { true } else { false }
            count &+= (isWord ? 1 : 0) & (line.difference(from: form.words) == 0 ? 0 : 1)
        }
        return count
    }

    /// Enters the numbers of words that were not in the cache, and keeps them there.
    private mutating func keep(
        _ missing: Span<MissingForm>, _ bytes: RawSpan, in keys: inout KeyTable, _ numbers: inout [UInt32], _ hashes: inout [UInt32]
    ) {
        for index in missing.indices {
            let form = missing[index]
            let number = form.isFound ? form.candidate : keys.form(form.words, form.hash, bytes, Int(form.start))
            numbers[Int(form.token)] = number
            hashes[Int(form.token)] = form.hash
            cache.keep(form.words, number: number, hash: form.hash)
        }
    }
}

/// A word that was not in the cache.
struct MissingForm: BitwiseCopyable {
    var words = KeyWords()
    var start: UInt32 = 0
    var token: UInt32 = 0
    var hash: UInt32 = 0
    /// The number it may have, and whether it has it for certain.
    var candidate: UInt32 = 0
    var isFound = false
}

extension KeyTable {
    /// Looks for many forms at once: each step for all of them, without branches, so that the waits for memory overlap.
    func findCandidates(for forms: inout [MissingForm], _ count: Int, _ bytes: RawSpan) {
        var forms = forms.mutableSpan
        for index in 0..<count { forms[index].hash = forms[index].words.hash(bytes, Int(forms[index].start)) }
        if self.count == 0 { return }
        for index in 0..<count { forms[index].candidate = candidate(forms[index].hash) }
        for index in 0..<count { forms[index].isFound = isForm(forms[index].candidate, forms[index].words) }
    }
}

/// Forms that were met last, with their numbers, side by side in the nearer caches. A look-up reads one line.
private struct FormCache {
    private var lines: [FormLine] = Array(zeroed: 1 << Int(CachedForm.lineBits))

    /// The only line in which a form may be.
    @inline(__always)
    func line(of form: CachedForm) -> FormLine { lines[Int(form.line)] }

    /// Keeps a form in the place of another, unless it is too long.
    @inline(__always)
    mutating func keep(_ words: KeyWords, number: UInt32, hash: UInt32) {
        if words.isWhole { lines[Int(CachedForm(words).line)] = FormLine(words, number: number, hash: hash) }
    }
}

/// A form, and the line of the cache in which it is if it is there.
private struct CachedForm: BitwiseCopyable {
    static let lineBits: UInt64 = 13

    let words: KeyWords
    let line: UInt32

    @inline(__always)
    init(_ words: KeyWords) {
        self.words = words
        let mixed =
            (words.head ^ (words.middle &* 0xC2B2_AE3D_27D4_EB4F) ^ (words.tail &* 0x1656_67B1_9E37_79F9))
            &* 0x9E37_79B9_7F4A_7C15
        line = UInt32(truncatingIfNeeded: mixed &>> (64 - Self.lineBits))
    }
}

/// A form with its number and its hash.
private struct FormLine: BitwiseCopyable {
    private let head: UInt64
    private let middle: UInt64
    private let tail: UInt64
    let hash: UInt32
    /// `length (8 bits) · number (24 bits)`; 0 is free.
    private let word: UInt32

    private static let numberBits: UInt32 = 24

    @inline(__always)
    init(_ words: KeyWords, number: UInt32, hash: UInt32) {
        (head, middle, tail) = (words.head, words.middle, words.tail)
        self.hash = hash
        word = UInt32(truncatingIfNeeded: words.count) &<< Self.numberBits | number
    }

    @inline(__always)
    var number: UInt32 { word & (1 &<< Self.numberBits &- 1) }

    /// 0 if it is that form.
    @inline(__always)
    func difference(from words: KeyWords) -> UInt64 {
        (head ^ words.head) | (middle ^ words.middle) | (tail ^ words.tail)
            | UInt64((word &>> Self.numberBits) ^ UInt32(truncatingIfNeeded: words.count))
    }
}
