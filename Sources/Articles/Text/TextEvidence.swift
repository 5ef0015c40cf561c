// SPDX-License-Identifier: Apache-2.0

extension Article {
    /// Fills in from the text what no field of the input said: place, date and agency from the dateline of one of the first
    /// three paragraphs; the agency also from the byline or a last line; the language. What a field said stays.
    mutating func fillFromText() {
        if place == nil || credit == nil { readDateline() }
        if credit == nil { credit = byline.flatMap(WireAgency.inByline) }
        if credit == nil, let line = lastLine { credit = WireAgency.inLastLine(line) }
        if language == nil { language = LanguageGuess.language(of: self) }
    }

    private mutating func readDateline() {
        // By bytes: to tell characters apart would cost more than to index the article.
        let utf8 = body.utf8
        let bytes = unsafe utf8.span.bytes
        var start = 0
        for _ in 0..<3 where start < bytes.byteCount {
            let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.byteCount
            let first = utf8.index(utf8.startIndex, offsetBy: start)
            let paragraph = utf8[first..<utf8.index(first, offsetBy: end - start)]
            start = min(end + 1, bytes.byteCount)
            guard let dateline = Dateline(paragraph) else { continue }
            if place == nil { place = dateline.place }
            if credit == nil { credit = dateline.credit }
            if published == nil, let date = dateline.date {
                published = try? PublicationDate(parsing: date, provenance: .text)
            }
            return
        }
    }

    /// The last of several lines; nil also where it is longer than a credit can be.
    private var lastLine: Substring? {
        let utf8 = body.utf8
        let bytes = utf8.span
        var end = bytes.count
        while end > 0, bytes[end - 1] != 0x0A {
            end -= 1
            if bytes.count - end > WireAgency.longestLine { return nil }
        }
        return end > 0 ? body[utf8.index(utf8.startIndex, offsetBy: end)...] : nil
    }
}
