// SPDX-License-Identifier: Apache-2.0

import LedeAnalysis

/// Cuts the text of a query into words with the code that cuts articles, so that both agree.
struct WordReader {
    /// One word, or the joined spelling that stands before the parts of a hyphenated word.
    struct Piece {
        /// In ``WordReader/buffer``.
        var form: Range<Int>
        var letterCase: LetterCase
        var isJoined: Bool
        /// In the part that was read.
        var source: Range<Int>
        /// Its position, counted from the first word of the part.
        var position: Int
        /// Of a script without spaces.
        var characters = Characters.none
    }

    /// What a piece has of a run of characters of a script without spaces, which is indexed as pairs.
    enum Characters {
        case none
        /// Two neighbours.
        case pair
        /// One that stands alone in the query. In a text it may be the first of any pair.
        case single
    }

    /// Words of lowercase ASCII letters up to this many bytes need no analyzer.
    static let plainLength = 32

    private var analyzer = Analyzer()
    private var buffer = TokenBuffer()
    private(set) var pieces: [Piece] = []

    /// The query of an input that is one word of lowercase ASCII letters and nothing more, read without any of the
    /// machinery.
    func plainWord(_ text: String) -> Query? {
        let utf8 = text.utf8
        guard utf8.count <= Self.plainLength, !utf8.isEmpty, utf8.allSatisfy(\.isASCIILowercase) else { return nil }
        let form = Array(utf8)
        return Query(nodes: [.word(WordQuery(stem: Self.stem(form), form: form, text: text))], root: 0)
    }

    /// Cuts the part of `text` at `range` into ``pieces``.
    mutating func read(_ text: [UInt8], _ range: Range<Int>) {
        pieces.removeAll(keepingCapacity: true)
        buffer.removeAll()
        analyzer.analyze(text.span.extracting(range), into: &buffer, marks: false)
        var position = 0
        var isInRun = false
        for (index, token) in buffer.tokens.enumerated() {
            let start = Int(token.formStart)
            var piece = Piece(
                form: start..<(start + Int(token.formLength)), letterCase: token.letterCase,
                isJoined: token.kind == .joined, source: Int(token.sourceStart)..<Int(token.sourceEnd), position: position)
            if token.kind == .word { position += 1 }
            guard Analyzer.isInPairs(buffer.form(of: token)) else {
                pieces.append(piece)
                continue
            }
            let next = index + 1
            let goesOn = next < buffer.tokens.count && buffer.tokens[next].sourceStart < token.sourceEnd
            // The last character of a run alone is a word of the text, and none that has to be there.
            if goesOn || !isInRun {
                piece.characters = goesOn ? .pair : .single
                pieces.append(piece)
            }
            isInRun = goesOn
        }
    }

    func form(_ piece: Piece) -> [UInt8] { Array(buffer.bytes[piece.form]) }

    /// The stem of a form; in fields that are searched unstemmed, the form.
    static func stem(_ form: [UInt8], in field: QueryField = .text) -> [UInt8] {
        guard !field.isMetadata else { return form }
        var stem = form
        EnglishStemmer.stem(&stem)
        return stem
    }

    /// Whether the pieces are one hyphenated word and nothing more.
    var isCompound: Bool {
        guard pieces.count > 2, let joined = pieces.first, joined.isJoined else { return false }
        return pieces.dropFirst().allSatisfy { !$0.isJoined && $0.source.upperBound <= joined.source.upperBound }
    }

    /// Whether dots stand between the letters of `piece`, a word of `text`: `U.S.`, not `3.5`.
    func isDotted(_ piece: Piece, in text: ArraySlice<UInt8>) -> Bool {
        let dot = UInt8(ascii: ".")
        let source = text.dropFirst(piece.source.lowerBound).prefix(piece.source.count)
        return source.dropLast().contains(dot) && !buffer.bytes[piece.form].contains(dot)
    }
}
