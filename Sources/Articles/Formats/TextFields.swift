// SPDX-License-Identifier: Apache-2.0

/// The fields of one record as texts, on their way to an article: what CSV, SGML, mail and XML have in common.
struct TextFields {
    private var values: [ArticleField: String] = [:]
    var captions: [String] = []
    var tags: [String] = []
    /// A date that was read already.
    var published: PublicationDate?

    /// A field's text, as it stood in the input; empty when it is missing.
    subscript(field: ArticleField) -> String {
        get { values[field] ?? "" }
        set { values[field] = newValue }
    }

    /// Keeps the text if the field has none yet.
    mutating func offer(_ field: ArticleField, _ text: String?) {
        guard let text, self[field].isEmpty, !trimmingWhitespace(text).isEmpty else { return }
        self[field] = text
    }

    /// The article. Dates that cannot be read are left out with a note, and so is all that is missing.
    func article(
        origin: RecordOrigin, clean: inout CleanText, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article {
        let controls = clean.replacedControls
        let repaired = clean.repairedEncodings
        func line(_ field: ArticleField) -> String? {
            let text = clean.line(self[field])
            return text.isEmpty ? nil : text
        }
        var article = Article(title: "", body: "", origin: origin)
        try article.takeLines(line)
        article.byline = article.byline.map { bylineName($0) ?? $0 }
        article.body = withLead(clean.line(self[.lead]), body: clean.paragraphs(self[.body]))
        article.captions = captions.map { clean.line($0) }.filter { !$0.isEmpty }
        article.tags = tags.map { clean.line($0) }.filter { !$0.isEmpty }
        article.correction = line(.correction)
        article.published = published ?? date(.date, "date", origin, &notes)
        if article.published == nil, self[.date].isEmpty, let url = article.url {
            article.published = PublicationDate(inURL: url)
        }
        article.updated = date(.updated, "update time", origin, &notes)
        notes.addRepair(clean.replacedControls - controls, at: origin)
        notes.addReencoding(clean.repairedEncodings - repaired, at: origin)
        return article
    }

    private func date(
        _ field: ArticleField, _ what: String, _ origin: RecordOrigin, _ notes: inout RecordNotes
    ) -> PublicationDate? {
        let text = trimmingWhitespace(self[field])
        guard !text.isEmpty else { return nil }
        do throws(InvalidDate) {
            return try PublicationDate(parsing: text)
        } catch {
            notes.add(.invalidDate, "the \(what) was left out: \(error.reason)", at: origin)
            return nil
        }
    }
}

extension Article {
    /// Fills the fields that are a line of text in every format.
    ///
    /// - Parameter line: a field's text, cleaned; nil when it is missing.
    mutating func takeLines(_ line: (ArticleField) -> String?) throws(RecordRefusal) {
        title = line(.title) ?? ""
        id = line(.id)
        if let id, id.utf8.count > Article.maximumIDLength {
            throw RecordRefusal(kind: .malformed, reason: "an id of more than \(Article.maximumIDLength) bytes")
        }
        byline = line(.byline)
        source = line(.source)
        section = line(.section)
        place = line(.place)
        credit = line(.credit)
        language = line(.language)
        url = line(.url)
    }
}

/// The body, behind the standfirst where there is one that the body does not start with itself.
func withLead(_ lead: String, body: String) -> String {
    var start = Substring(lead)
    while start.last == "." || start.last == "…" || start.last == " " { start.removeLast() }
    if start.isEmpty || body.utf8.starts(with: start.utf8) { return body }
    return body.isEmpty ? lead : lead + "\n" + body
}
