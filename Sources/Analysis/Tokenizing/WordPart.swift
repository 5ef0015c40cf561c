// SPDX-License-Identifier: Apache-2.0

/// One word of a folded chunk: a run of letters and digits, one of the shapes that hold punctuation, or two ideographs.
struct WordPart {
    /// The units of the word.
    private(set) var letters: Range<Int>
    /// The unit behind everything the word takes, a possessive `'s` among it.
    private(set) var next: Int
    /// The last unit that counts as the word's place in the source.
    private(set) var sourceLast: Int
    /// Whether punctuation inside the word is not part of its form (`U.S.`, `1,200`).
    private(set) var omitsPunctuation = false
    /// Whether the decimal point stays in the form although other punctuation goes.
    private var keepsPoint = false
    private var isIdeograph = false
    private var hasPossessive = false
    private(set) var hasLetter: Bool

    /// The word that starts at `start`.
    init(_ chunk: borrowing FoldedText, at start: Int) {
        letters = start..<start + 1
        next = start + 1
        sourceLast = start
        hasLetter = chunk[start].kind != .digit
        if chunk[start].kind == .ideograph {
            isIdeograph = true
            next = Self.scalarEnd(chunk, start)
            let end = chunk.kind(at: next) == .ideograph ? Self.scalarEnd(chunk, next) : next
            letters = start..<end
            sourceLast = end - 1
            return
        }
        if !readSpecialShape(chunk) {
            next = Self.runEnd(chunk, start)
            finish()
            hasLetter = hasLetter || letters.contains { chunk[$0].kind != .digit }
        }
        readPossessive(chunk)
    }

    func keeps(_ byte: UInt8) -> Bool { keepsPoint && byte == UInt8(ascii: ".") }

    /// Where the word starts that a hyphen or an apostrophe connects to this one.
    func connectedWord(in chunk: borrowing FoldedText) -> Int? {
        let connector = chunk.byte(at: next)
        guard !isIdeograph, !hasPossessive, connector == UInt8(ascii: "-") || connector == UInt8(ascii: "'") else {
            return nil
        }
        let kind = chunk.kind(at: next + 1)
        return kind.isWord && kind != .ideograph ? next + 1 : nil
    }

    /// Whether this is the end of a contraction: `don't`, `we'll`. Those have no joined form, which would mistake them
    /// for other words (`well`, `were`, `ill`).
    func endsContraction(in chunk: borrowing FoldedText) -> Bool {
        guard letters.count <= 2, chunk.byte(at: letters.lowerBound - 1) == UInt8(ascii: "'") else { return false }
        switch (chunk[letters.lowerBound].byte, letters.count == 2 ? chunk[letters.upperBound - 1].byte : 0) {
        case (UInt8(ascii: "t"), 0), (UInt8(ascii: "d"), 0), (UInt8(ascii: "m"), 0): return true
        case (UInt8(ascii: "l"), UInt8(ascii: "l")), (UInt8(ascii: "r"), UInt8(ascii: "e")): return true
        case (UInt8(ascii: "v"), UInt8(ascii: "e")): return true
        default: return false
        }
    }

    /// The letter case, and whether the form is the lowercased source, byte for byte.
    func shape(in chunk: borrowing FoldedText) -> (letterCase: LetterCase, isSource: Bool) {
        var letterCount = 0
        var capitals = 0
        var startsWithCapital = false
        var isSource = !omitsPunctuation
        var previousEnd = chunk[letters.lowerBound].start
        for index in letters {
            let unit = chunk[index]
            if unit.end &- unit.start != 1 || unit.start != previousEnd { isSource = false }
            // The units of one scalar count once.
            guard unit.start >= previousEnd else { continue }
            previousEnd = unit.end
            guard unit.kind == .lower || unit.kind == .upper else { continue }
            if letterCount == 0 { startsWithCapital = unit.kind == .upper }
            letterCount &+= 1
            if unit.kind == .upper { capitals &+= 1 }
        }
        return (LetterCase(letters: letterCount, capitals: capitals, startsWithCapital: startsWithCapital), isSource)
    }

    private mutating func finish() {
        letters = letters.lowerBound..<next
        sourceLast = next - 1
    }

    private static func scalarEnd(_ chunk: borrowing FoldedText, _ start: Int) -> Int {
        var index = start + 1
        while index < chunk.count, !chunk[index].startsScalar { index += 1 }
        return index
    }

    private static func runEnd(_ chunk: borrowing FoldedText, _ start: Int) -> Int {
        var index = start
        while chunk.kind(at: index).isWord, chunk.kind(at: index) != .ideograph { index += 1 }
        return index
    }

    private static func isLetter(_ chunk: borrowing FoldedText, _ index: Int) -> Bool {
        chunk.kind(at: index).isLetter && chunk.byte(at: index) < 0x80
    }

    private static func digitsEnd(_ chunk: borrowing FoldedText, _ start: Int) -> Int {
        var index = start
        while chunk.kind(at: index) == .digit { index += 1 }
        return index
    }

    /// `'s` behind the word is not part of it.
    private mutating func readPossessive(_ chunk: borrowing FoldedText) {
        guard chunk.byte(at: next) == UInt8(ascii: "'"), chunk.byte(at: next + 1) == UInt8(ascii: "s"),
            !chunk.kind(at: next + 2).isWord
        else { return }
        next += 2
        hasPossessive = true
    }

    private mutating func readSpecialShape(_ chunk: borrowing FoldedText) -> Bool {
        let start = letters.lowerBound
        if chunk[start].kind == .digit { return readNumber(chunk, start) }
        guard Self.isLetter(chunk, start) else { return false }
        return readAcronym(chunk, start) || readAmpersand(chunk, start) || readLanguage(chunk, start)
    }

    /// `U.S.`, `a.m.`: two to eight single letters with full stops between them.
    private mutating func readAcronym(_ chunk: borrowing FoldedText, _ start: Int) -> Bool {
        var count = 0
        var index = start
        var last = start
        while count < 8, Self.isLetter(chunk, index), !chunk.kind(at: index + 1).isWord {
            count += 1
            last = index
            guard chunk.byte(at: index + 1) == UInt8(ascii: ".") else { break }
            index += 2
        }
        guard count >= 2 else { return false }
        next = last + 1
        finish()
        omitsPunctuation = true
        // The last full stop belongs to the acronym when more of the word follows; else it may end the sentence.
        if chunk.byte(at: next) == UInt8(ascii: "."),
            chunk.byte(at: next + 1) == UInt8(ascii: "-") || chunk.byte(at: next + 1) == UInt8(ascii: "'")
        {
            next += 1
        }
        return true
    }

    /// `AT&T`: short runs of letters around one ampersand, one of them a single letter.
    private mutating func readAmpersand(_ chunk: borrowing FoldedText, _ start: Int) -> Bool {
        let left = Self.runEnd(chunk, start)
        guard left - start <= 3, chunk.byte(at: left) == UInt8(ascii: "&") else { return false }
        let right = Self.runEnd(chunk, left + 1)
        let length = right - left - 1
        guard (1...3).contains(length), min(length, left - start) == 1, chunk.byte(at: right) != UInt8(ascii: "&")
        else {
            return false
        }
        for index in start..<right where index != left && !Self.isLetter(chunk, index) { return false }
        next = right
        finish()
        return true
    }

    /// `C++`, `C#` and `F#`, and no other letter: scanned pages are full of stray signs.
    private mutating func readLanguage(_ chunk: borrowing FoldedText, _ start: Int) -> Bool {
        let letter = chunk.byte(at: start)
        let end: Int
        if letter == UInt8(ascii: "c"), chunk.byte(at: start + 1) == UInt8(ascii: "+"),
            chunk.byte(at: start + 2) == UInt8(ascii: "+")
        {
            end = start + 3
        } else if letter == UInt8(ascii: "c") || letter == UInt8(ascii: "f"),
            chunk.byte(at: start + 1) == UInt8(ascii: "#")
        {
            end = start + 2
        } else {
            return false
        }
        guard !chunk.kind(at: end).isWord, chunk.byte(at: end) != UInt8(ascii: "+"),
            chunk.byte(at: end) != UInt8(ascii: "#")
        else { return false }
        next = end
        finish()
        return true
    }

    /// `1,200`, `3.5`, `1.13bn`, `9/11`.
    private mutating func readNumber(_ chunk: borrowing FoldedText, _ start: Int) -> Bool {
        // Inside `12.03.2004` no two neighbours are a number of their own.
        if chunk.kind(at: start - 2) == .digit, Self.isNumberPunctuation(chunk.byte(at: start - 1)) { return false }
        let whole = Self.digitsEnd(chunk, start)
        if chunk.byte(at: whole) == UInt8(ascii: "/") { return readFraction(chunk, start, whole) }

        var end = whole
        if whole - start <= 3 {
            while chunk.byte(at: end) == UInt8(ascii: ","), end - start < 20 {
                let group = Self.digitsEnd(chunk, end + 1)
                guard group - end == 4, Self.unitEnd(chunk, group) != nil else { break }
                end = group
            }
        }
        omitsPunctuation = end > whole
        if chunk.byte(at: end) == UInt8(ascii: "."), end - start <= 20 {
            let decimals = Self.digitsEnd(chunk, end + 1)
            if (2...7).contains(decimals - end), Self.unitEnd(chunk, decimals) != nil, !Self.continues(chunk, decimals)
            {
                end = decimals
                keepsPoint = true
            }
        }
        guard end > whole, let unit = Self.unitEnd(chunk, end) else {
            omitsPunctuation = false
            return false
        }
        hasLetter = unit > end
        next = unit
        finish()
        return true
    }

    /// `9/11`, `24/7`: two numbers of one or two digits.
    private mutating func readFraction(_ chunk: borrowing FoldedText, _ start: Int, _ slash: Int) -> Bool {
        let end = Self.digitsEnd(chunk, slash + 1)
        guard slash - start <= 2, (2...3).contains(end - slash), !chunk.kind(at: end).isWord,
            !Self.continues(chunk, end)
        else {
            return false
        }
        next = end
        finish()
        return true
    }

    /// Up to three letters behind a number (`1.13bn`); nil if a longer run follows.
    private static func unitEnd(_ chunk: borrowing FoldedText, _ digits: Int) -> Int? {
        var index = digits
        while index - digits < 4, isLetter(chunk, index) { index += 1 }
        return index - digits <= 3 && !chunk.kind(at: index).isWord ? index : nil
    }

    private static func isNumberPunctuation(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "/")
    }

    /// Whether the digits go on behind a point or a slash.
    private static func continues(_ chunk: borrowing FoldedText, _ end: Int) -> Bool {
        (chunk.byte(at: end) == UInt8(ascii: ".") || chunk.byte(at: end) == UInt8(ascii: "/"))
            && chunk.kind(at: end + 1) == .digit
    }
}

extension LetterCase {
    /// The class of a word with so many letters that have case, of which so many are capitals.
    init(letters: Int, capitals: Int, startsWithCapital: Bool) {
        if capitals == 0 {
            self = .lower
        } else if capitals == 1, startsWithCapital {
            self = .capitalised
        } else {
            self = capitals == letters ? .upper : .mixed
        }
    }
}
