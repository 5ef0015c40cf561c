// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
package import LedeArticles
import LedePostings
import LedeSegments

/// The documents of one thread as streams of key numbers, in the order they were read.
///
/// Analysis is called once a field; nothing is allocated per token, and no list per term exists before the documents are
/// in their final order (`Inverter`).
package struct ForwardIndex {
    /// A document and its stream.
    struct Document {
        /// `source` and `section` are numbers of this index's names.
        var row: DocumentRow
        /// Where its ArticleID stands in `ids`.
        var id: Range<Int>
        /// Order of arrival in the whole run.
        var arrival: UInt64
        var sketch: StorySketch
        /// Where its sentences stand in `sentences`.
        var sentences: Range<Int>
        var stream: DocumentStreams.Place
    }

    /// Keys, streams and documents, which an inversion takes over.
    var keys: KeyTable
    var streams = DocumentStreams()
    private(set) var documents: [Document] = []
    private(set) var sources = NameTable()
    private(set) var sections = NameTable()
    private var sourceCodes = NameCodes()
    private var sectionCodes = NameCodes()
    private var ids: [UInt8] = []

    private var finder = FormFinder()
    private var analyzer = Analyzer()
    private var buffer = TokenBuffer()
    private var stream: [UInt32] = []
    /// Of the words of the text appended last, in order.
    private var hashes: [UInt32] = []
    /// Of all documents.
    private var sentences: [UInt8] = []
    private var sketcher = StorySketcher()
    private var fieldForm: [UInt8] = []
    private let captionStarts: UInt32

    /// - Parameter stemming: of all its articles.
    package init(_ stemming: Stemming) {
        keys = KeyTable(stemming)
        captionStarts = keys.form(TermSpace.captionStarts)
    }

    package var documentCount: Int { documents.count }

    /// Whether no more keys can be numbered, whatever memory there is.
    var isFull: Bool { keys.count >= KeyTable.capacity }

    /// Bytes of memory in use, but for names and scratch.
    package var memory: Int {
        keys.memory + streams.memory + documents.capacity * MemoryLayout<Document>.stride + ids.capacity + sentences.capacity
    }

    /// Hands the streams over.
    mutating func takeStreams() -> DocumentStreams {
        var taken = DocumentStreams()
        swap(&taken, &streams)
        return taken
    }

    /// The UTF-8 of a document's ArticleID.
    func id(_ document: Int) -> ArraySlice<UInt8> { ids[documents[document].id] }

    /// Where a document's sentences end, as `SentenceEnds` has it.
    func sentences(_ document: Int) -> ArraySlice<UInt8> { sentences[documents[document].sentences] }

    /// Adds an article.
    ///
    /// - Parameters:
    ///   - id: its ArticleID.
    ///   - arrival: its number in input order; of two articles with the same id in one run the later counts.
    ///   - record: number of its record in the segment being built.
    package mutating func add(_ article: Article, id: String, arrival: UInt64, record: UInt32, contentHash: UInt64? = nil) {
        stream.removeAll(keepingCapacity: true)
        let firstSentence = sentences.count
        var text = FieldPositions()
        appendText(article.title, &text)
        let titleLength = text.words
        skipGap(&text)
        let body = article.searchedBody
        let leadEnd = appendText(body, &text)
        let sketch = body.isEmpty ? StorySketch() : sketcher.sketch(hashes)
        let bodyEnd = text.position
        for (number, aside) in article.asides.enumerated() {
            skipGap(&text)
            if number > 0 { stream.append(StreamCode.key(captionStarts, letterCase: 0, motion: StreamCode.stay)) }
            appendText(aside, &text)
        }
        let source = sources.number(of: article.source)
        if !sourceCodes.append(source, to: &stream) {
            let start = stream.count
            appendField(article.source, space: TermSpace.sourceWord, whole: TermSpace.wholeSource)
            sourceCodes.add(stream[start...])
        }
        let section = sections.number(of: article.section)
        if !sectionCodes.append(section, to: &stream) {
            let start = stream.count
            appendField(article.section, space: TermSpace.sectionWord, whole: TermSpace.wholeSection)
            sectionCodes.add(stream[start...])
        }
        appendField(article.byline, space: TermSpace.bylineWord, whole: nil)
        appendField(article.place, space: TermSpace.placeWord, whole: nil)
        appendField(article.credit, space: TermSpace.creditWord, whole: nil)
        appendTags(article.tags)
        appendValue(article.language.map(canonicalLanguage), space: TermSpace.wholeLanguage)
        appendValue(article.url.map { canonicalURL($0) }, space: TermSpace.wholeURL)
        let idStart = ids.count
        ids.append(contentsOf: id.utf8)
        documents.append(
            Document(
                row: DocumentRow(
                    date: article.published?.start ?? DocumentRow.undated,
                    precision: article.published?.precision ?? .second, length: text.words, titleLength: titleLength,
                    leadEnd: leadEnd, bodyEnd: bodyEnd, record: record, idHash: ArticleIDHash.hash(id),
                    contentHash: contentHash ?? article.contentHash, source: source, section: section),
                id: idStart..<ids.count, arrival: arrival, sketch: sketch, sentences: firstSentence..<sentences.count, stream: streams.append(stream)))
    }

    // MARK: Text

    /// How far the text of an article has come.
    private struct FieldPositions {
        var position: UInt32 = 0
        var words: UInt32 = 0
        /// Behind the last sentence.
        var sentenceEnd: UInt32 = 0
    }

    /// Positions left free between title, body and captions: more than the free words of any phrase worth writing, so
    /// that none reaches from one into the next.
    package static let gap: UInt32 = 32

    private mutating func skipGap(_ at: inout FieldPositions) {
        stream.append(Self.gap << 2 | StreamCode.skip)
        at.position += Self.gap
    }

    /// Appends a text's words, and the ends of its sentences.
    ///
    /// - Returns: the position after its first paragraph.
    @discardableResult
    private mutating func appendText(_ text: String, _ at: inout FieldPositions) -> UInt32 {
        if text.isEmpty { return at.position }
        // Held apart while its bytes are read and this index changes.
        var buffer = TokenBuffer()
        swap(&buffer, &self.buffer)
        defer { swap(&buffer, &self.buffer) }
        buffer.removeAll()
        analyzer.analyze(text.utf8.span, into: &buffer)
        unsafe finder.find(buffer.tokens.span, buffer.bytes.span.bytes, in: &keys)
        let (numbers, wordHashes) = (finder.numbers, finder.hashes)
        var (stream, hashes): ([UInt32], [UInt32]) = ([], [])
        swap(&stream, &self.stream)
        swap(&hashes, &self.hashes)
        defer {
            swap(&stream, &self.stream)
            swap(&hashes, &self.hashes)
        }
        hashes.removeAll(keepingCapacity: true)
        var firstParagraphEnd: UInt32?
        stream.append(addingCapacity: buffer.tokens.count) { out in
            hashes.append(addingCapacity: buffer.tokens.count) { hashes in
                firstParagraphEnd = unsafe append(
                    buffer.tokens.span, buffer.bytes.span.bytes, numbers.span, wordHashes.span, to: &out, &hashes, &at)
            }
        }
        return firstParagraphEnd ?? at.position
    }

    /// Appends the codes of tokens: one each at most.
    ///
    /// - Parameters:
    ///   - numbers: of the tokens that are words, by token.
    ///   - wordHashes: the same.
    /// - Returns: the position after the first paragraph that ends.
    @inline(__always)
    private mutating func append(
        _ tokens: Span<Token>, _ bytes: RawSpan, _ numbers: Span<UInt32>, _ wordHashes: Span<UInt32>,
        to out: inout OutputSpan<UInt32>, _ hashes: inout OutputSpan<UInt32>, _ at: inout FieldPositions
    ) -> UInt32? {
        var position = at.position
        var firstParagraphEnd: UInt32?
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            index &+= 1
            switch token.kind {
            case .word:
                out.append(StreamCode.key(numbers[index &- 1], token.letterCase, motion: StreamCode.word))
                hashes.append(wordHashes[index &- 1])
                position &+= 1
            case .joined:
                guard index < tokens.count, case .word = tokens[index].kind else { continue }
                let joined = keys.form(bytes, Int(token.formStart), Int(token.formLength))
                // A joined word with the stem of its first part (`bee-s`) would stand twice at one position.
                if keys.stem(of: joined) != keys.stem(of: numbers[index]) {
                    out.append(StreamCode.key(joined, token.letterCase, motion: StreamCode.stay))
                }
            case .sentenceEnd:
                if position == at.sentenceEnd { continue }
                SentenceEnds.append(step: position - at.sentenceEnd, to: &sentences)
                at.sentenceEnd = position
            case .paragraphEnd:
                SentenceEnds.endParagraph(&sentences)
                if firstParagraphEnd == nil { firstParagraphEnd = position }
            }
        }
        at.words &+= position &- at.position
        at.position = position
        return firstParagraphEnd
    }

    // MARK: Other term spaces

    /// Appends the words of a field in a term space of its own, and its whole value as one more term.
    private mutating func appendField(_ value: String?, space: UInt8, whole: UInt8?) {
        guard let value, !value.isEmpty else { return }
        buffer.removeAll()
        analyzer.analyze(value.utf8.span, into: &buffer, marks: false)
        stream.append(StreamCode.restart)
        appendWords(space)
        guard let whole else { return }
        stream.append(StreamCode.restart)
        let folded = FoldedValue.folded(buffer)
        appendKey(whole, folded.span)
    }

    /// Appends the words of the tags, so far apart that no phrase reaches from one into the next.
    private mutating func appendTags(_ tags: [String]) {
        for (number, tag) in tags.enumerated() {
            stream.append(number == 0 ? StreamCode.restart : Self.gap << 2 | StreamCode.skip)
            buffer.removeAll()
            analyzer.analyze(tag.utf8.span, into: &buffer, marks: false)
            appendWords(TermSpace.tagWord)
        }
    }

    /// Appends a value as the one word of its term space.
    private mutating func appendValue(_ value: String?, space: UInt8) {
        guard let value, (1...FoldedValue.maximumLength).contains(value.utf8.count) else { return }
        stream.append(StreamCode.restart)
        let utf8 = value.utf8
        appendKey(space, utf8.span)
    }

    /// Appends the words in the buffer as keys of a term space.
    private mutating func appendWords(_ space: UInt8) {
        // Held apart while its bytes are read and this index changes.
        var buffer = TokenBuffer()
        swap(&buffer, &self.buffer)
        defer { swap(&buffer, &self.buffer) }
        let (tokens, bytes) = (buffer.tokens.span, buffer.bytes.span)
        for index in tokens.indices where tokens[index].kind == .word {
            let start = Int(tokens[index].formStart)
            appendKey(space, bytes.extracting(start..<start + Int(tokens[index].formLength)))
        }
    }

    private mutating func appendKey(_ space: UInt8, _ form: Span<UInt8>) {
        // Held apart while the table of keys changes.
        var fieldForm: [UInt8] = []
        swap(&fieldForm, &self.fieldForm)
        defer { swap(&fieldForm, &self.fieldForm) }
        let length = 1 + form.count
        if fieldForm.count < length + KeyTable.padding {
            fieldForm = Array(repeating: 0, count: 2 * length + KeyTable.padding)
        }
        fieldForm[0] = space
        for index in form.indices { fieldForm[1 + index] = form[index] }
        let number = unsafe keys.form(fieldForm.span.bytes, 0, length)
        stream.append(StreamCode.key(number, letterCase: 0, motion: StreamCode.word))
    }
}
