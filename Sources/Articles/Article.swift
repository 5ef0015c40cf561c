// SPDX-License-Identifier: Apache-2.0

/// Where a record stood in the input: enough to open the file and find it again.
package struct RecordOrigin: Sendable, Equatable {
    /// The path as the user named it (joined with what lies below a directory); `-` for standard input.
    package var path: String
    /// 1 for the first record. In line formats this is the line number, blank and rejected lines counted.
    package var recordNumber: Int
    /// Offset of the record's first byte in the file, after decompression.
    package var byteOffset: Int

    package init(path: String, recordNumber: Int, byteOffset: Int) {
        self.path = path
        self.recordNumber = recordNumber
        self.byteOffset = byteOffset
    }
}

/// One news item, as every reader hands it on and as the archive stores it.
///
/// All strings are well-formed UTF-8 without NUL, without blank lines and without white space at their ends. At least
/// one of `title`, `body` and `captions` has text; everything else may be missing.
package struct Article: Sendable, Equatable {
    /// The id that the input gave, if any, or that stands for one (`idOfText`). See `articleID`.
    package var id: String?
    /// The headline on one line; empty when there is none.
    package var title: String
    /// The text, its paragraphs separated by single `\n`. The first paragraph is the lead: a standfirst that the input
    /// keeps apart stands there.
    package var body: String
    /// Texts below pictures, with their credits; never part of the body.
    package var captions: [String]
    /// Who wrote it; several names are separated by `, `.
    package var byline: String?
    /// The outlet or feed it came from.
    package var source: String?
    /// The section or desk.
    package var section: String?
    /// The place of the dateline.
    package var place: String?
    /// The news agency or wire service it is credited to: `Reuters`.
    package var credit: String?
    /// The language code as given (`en`, `de-CH`), else as the text tells.
    package var language: String?
    /// The address as given. See `canonicalURL(_:)`.
    package var url: String?
    package var tags: [String]
    /// When it was published; nil: undated.
    package var published: PublicationDate?
    /// When it was last changed by the publisher.
    package var updated: PublicationDate?
    /// The text of a correction notice.
    package var correction: String?
    package var origin: RecordOrigin
    /// Numbers of the paragraphs of the body that repeat in many articles of the source: shown and not searched. Ascending;
    /// empty as a reader hands an article on.
    package var boilerplate: [Int] = []
    /// What the archive held under this id before, oldest first; empty as a reader hands an article on.
    package var earlier: [ArticleVersion] = []

    package init(
        id: String? = nil, title: String, body: String, captions: [String] = [], byline: String? = nil,
        source: String? = nil, section: String? = nil, place: String? = nil, credit: String? = nil, language: String? = nil,
        url: String? = nil, tags: [String] = [], published: PublicationDate? = nil, updated: PublicationDate? = nil,
        correction: String? = nil, origin: RecordOrigin
    ) {
        self.id = id
        self.title = title
        self.body = body
        self.captions = captions
        self.byline = byline
        self.source = source
        self.section = section
        self.place = place
        self.credit = credit
        self.language = language
        self.url = url
        self.tags = tags
        self.published = published
        self.updated = updated
        self.correction = correction
        self.origin = origin
    }

    /// The body as it is searched: without boilerplate.
    package var searchedBody: String {
        if boilerplate.isEmpty { return body }
        let utf8 = body.utf8
        let bytes = unsafe utf8.span.bytes
        var next = boilerplate[...]
        var kept = ""
        kept.reserveCapacity(bytes.byteCount)
        var isFirst = true
        var number = 0
        var start = 0
        while start <= bytes.byteCount {
            let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.byteCount
            if next.first == number {
                next.removeFirst()
            } else {
                if !isFirst { kept.append("\n") }
                let from = utf8.index(utf8.startIndex, offsetBy: start)
                kept.append(contentsOf: body[from..<utf8.index(from, offsetBy: end - start)])
                isFirst = false
            }
            number += 1
            start = end + 1
        }
        return kept
    }

    /// The texts that stand beside the body, in the order in which they are indexed: captions, then the correction.
    package var asides: [String] { captions + (correction.map { [$0] } ?? []) }

    /// Whether there is anything to index.
    package var hasText: Bool { !title.isEmpty || !body.isEmpty || !captions.isEmpty }
}
