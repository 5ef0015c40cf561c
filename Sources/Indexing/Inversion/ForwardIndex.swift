// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
package import LedeArticles
import LedeSegments

/// The documents of one thread as streams of form numbers, in the order they were read.
///
/// A word is `form << 2 | letter case`; a number with the top bit is a control code. Nothing is allocated per token, and
/// no list per term exists before the documents are in their final order (`Inverter`).
package struct ForwardIndex {
    enum Control {
        static let flag: UInt32 = 0x8000_0000
        static let sentenceEnd: UInt32 = 0x8000_0000
        static let paragraphEnd: UInt32 = 0x8000_0001
        /// One position is left free.
        static let gap: UInt32 = 0x8000_0002
        /// The next word stands at the position of the one after it.
        static let joined: UInt32 = 0x8000_0003
        /// Positions begin anew at 0: words of a field other than the text.
        static let field: UInt32 = 0x8000_0004
    }

    /// A document and its stream.
    struct Document {
        var row: DocumentRow
        var id: String
        var source: String?
        var section: String?
        /// Order of arrival in the whole run.
        var arrival: UInt64
        var stream: Range<Int>
    }

    private(set) var table = FormTable()
    private(set) var stream: [UInt32] = []
    private(set) var documents: [Document] = []
    private var analyzer = Analyzer()
    private var buffer = TokenBuffer()
    private var fieldForm: [UInt8] = []
    private var position: UInt32 = 0
    private var words: UInt32 = 0

    package init() {}

    package var documentCount: Int { documents.count }

    /// Bytes of memory in use, roughly.
    package var memory: Int {
        table.memory + stream.capacity * 4 + documents.capacity * MemoryLayout<Document>.stride + documents.count * 64
    }

    /// Adds an article.
    ///
    /// - Parameters:
    ///   - id: its ArticleID.
    ///   - arrival: its number in input order; of two articles with the same id in one run the later counts.
    ///   - record: number of its record in the segment being built.
    package mutating func add(_ article: Article, id: String, arrival: UInt64, record: UInt32) {
        let start = stream.count
        position = 0
        words = 0
        append(article.title)
        let titleLength = words
        skipPosition()
        let leadEnd = append(article.body)
        let bodyEnd = position
        for caption in article.captions {
            skipPosition()
            append(caption)
        }
        let length = words
        append(article.source, space: TermSpace.sourceWord, whole: TermSpace.wholeSource)
        append(article.section, space: TermSpace.sectionWord, whole: TermSpace.wholeSection)
        append(article.byline, space: TermSpace.bylineWord, whole: nil)
        documents.append(
            Document(
                row: DocumentRow(
                    date: article.published?.start ?? DocumentRow.undated,
                    precision: article.published?.precision ?? .second, length: length, titleLength: titleLength,
                    leadEnd: leadEnd, bodyEnd: bodyEnd, record: record, idHash: ArticleIDHash.hash(id),
                    contentHash: article.contentHash, source: 0, section: 0),
                id: id, source: article.source, section: article.section, arrival: arrival, stream: start..<stream.count))
    }

    private mutating func skipPosition() {
        stream.append(Control.gap)
        position += 1
    }

    /// Appends a text's words and marks.
    ///
    /// - Returns: the position after its first paragraph.
    @discardableResult
    private mutating func append(_ text: String) -> UInt32 {
        buffer.removeAll()
        analyzer.analyze(text.utf8.span, into: &buffer)
        var firstParagraphEnd: UInt32?
        var lastSentenceEnd = UInt32.max
        for index in buffer.tokens.indices {
            let token = buffer.tokens[index]
            switch token.kind {
            case .word:
                stream.append(number(of: token))
                position += 1
                words += 1
            case .joined: appendJoined(token, before: index + 1)
            case .sentenceEnd:
                if lastSentenceEnd != position { stream.append(Control.sentenceEnd) }
                lastSentenceEnd = position
            case .paragraphEnd:
                stream.append(Control.paragraphEnd)
                if firstParagraphEnd == nil { firstParagraphEnd = position }
            }
        }
        return firstParagraphEnd ?? position
    }

    private mutating func number(of token: Token) -> UInt32 {
        table.form(buffer.form(of: token)) << 2 | UInt32(token.letterCase.rawValue)
    }

    /// A joined word with the stem of its first part (`bee-s`) would stand twice at one position: it is left out.
    private mutating func appendJoined(_ token: Token, before index: Int) {
        let joined = number(of: token)
        guard index < buffer.tokens.count else { return }
        let part = number(of: buffer.tokens[index])
        if table.termOfForm[Int(joined >> 2)] == table.termOfForm[Int(part >> 2)] { return }
        stream.append(Control.joined)
        stream.append(joined)
    }

    /// Appends the words of a field in a term space of its own, and its whole value as one more term.
    private mutating func append(_ value: String?, space: UInt8, whole: UInt8?) {
        guard let value, !value.isEmpty else { return }
        buffer.removeAll()
        analyzer.analyze(value.utf8.span, into: &buffer)
        stream.append(Control.field)
        for token in buffer.tokens where token.kind == .word {
            fieldForm.removeAll(keepingCapacity: true)
            fieldForm.append(space)
            fieldForm.append(contentsOf: buffer.form(of: token))
            stream.append(table.form(fieldForm[...]) << 2)
        }
        guard let whole else { return }
        stream.append(Control.field)
        let folded = [whole] + FoldedValue.fold(value)
        stream.append(table.form(folded[...]) << 2)
    }
}

/// A field's whole value, folded as words are: for filters by exact source or section.
package enum FoldedValue {
    /// The folded words, joined by single spaces.
    package static func fold(_ value: String) -> [UInt8] {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze(value.utf8.span, into: &buffer)
        var folded: [UInt8] = []
        for token in buffer.tokens where token.kind == .word {
            if !folded.isEmpty { folded.append(0x20) }
            folded.append(contentsOf: buffer.form(of: token))
        }
        return folded
    }
}

/// The hash by which ArticleIDs are looked up.
package enum ArticleIDHash {
    /// FNV-1a of the UTF-8, mixed so that the upper half depends on all.
    package static func hash(_ id: String) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        hash ^= hash >> 33
        hash &*= 0xFF51_AFD7_ED55_8CCD
        return hash ^ hash >> 33
    }
}
