// SPDX-License-Identifier: Apache-2.0

extension Article {
    /// Fills in from the text what no field of the input said: place, date and agency from the dateline of one of the first
    /// three paragraphs; the agency also from the byline or a last line; the language. What a field said stays.
    mutating func fillFromText() {
        if place == nil || credit == nil { readDateline() }
        if credit == nil { credit = byline.flatMap(WireAgency.inByline) }
        if credit == nil, let end = body.utf8.lastIndex(of: 0x0A) {
            credit = WireAgency.inLastLine(body[body.utf8.index(after: end)...])
        }
        if language == nil { language = LanguageGuess.language(of: self) }
    }

    private mutating func readDateline() {
        // By bytes: to tell characters apart would cost more than to index the article.
        var rest = body.utf8[...]
        for _ in 0..<3 where !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let paragraph = rest[..<end]
            rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
            guard let dateline = Dateline(paragraph) else { continue }
            if place == nil { place = dateline.place }
            if credit == nil { credit = dateline.credit }
            if published == nil, let date = dateline.date {
                published = try? PublicationDate(parsing: date, provenance: .text)
            }
            return
        }
    }
}
