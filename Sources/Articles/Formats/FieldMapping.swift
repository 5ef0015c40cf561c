// SPDX-License-Identifier: Apache-2.0

/// The fields of an article that an input may name. The raw values are the names for `--map`.
package enum ArticleField: String, Sendable, CaseIterable {
    case id, title, lead, body, captions, byline, source, section, place, credit, language, url, tags, date, updated, correction

    /// The names, from the surest to the vaguest, under which inputs keep the field: in lower case, without `_`, `-`,
    /// `:`, `.` and spaces.
    fileprivate var knownNames: [String] {
        switch self {
        case .id:
            [
                "id", "guid", "uid", "uuid", "articleid", "docid", "docno", "storyid", "newsid", "identifier",
                "dcidentifier", "uri",
            ]
        case .title: ["title", "headline", "hed", "hd", "heading", "head", "headlinemain", "dctitle", "titre", "titel"]
        case .lead:
            [
                "lead", "lede", "standfirst", "dek", "deck", "subtitle", "subheadline", "leadparagraph", "summary",
                "abstract",
                "teaser", "description", "excerpt",
            ]
        case .body:
            [
                "body", "text", "content", "articlebody", "fulltext", "bodytext", "maintext", "articletext", "story",
                "articlecontent", "cleantext", "rawtext", "paragraphs", "article", "contents",
                "bodyhtml", "bodyxhtml", "contenthtml",
            ]
        case .captions: ["captions", "caption", "imagecaptions", "imagecaption", "photocaptions", "photocaption"]
        case .byline: ["byline", "author", "authors", "creator", "dccreator", "writer", "writers", "reporter", "by"]
        case .source:
            [
                "source", "outlet", "site", "publisher", "publication", "newspaper", "sitename", "sourcename", "feed",
                "provider",
                "medium", "media", "domain", "infosource",
            ]
        case .section: ["section", "sectionname", "category", "desk", "newsdesk", "rubric", "channel", "department"]
        case .place: ["place", "dateline", "location", "city", "datelineplace"]
        case .credit: ["credit", "agency", "wire", "newsagency", "wireservice", "creditline"]
        case .language: ["language", "lang", "languagecode", "inlanguage", "dclanguage"]
        case .url: ["canonicalurl", "url", "link", "permalink", "articleurl", "weburl", "sourceurl", "href"]
        case .tags: ["tags", "keywords", "topics", "subjects", "tag", "categories", "subject"]
        case .date:
            [
                "date", "published", "publisheddate", "publishedat", "publishdate", "publicationdate", "datepublished",
                "pubdate",
                "pub", "firstpublished", "webpublicationdate", "dcdate", "datetime", "timestamp", "posted",
                "created", "createdat", "time", "firstcreated", "versioncreated",
            ]
        case .updated:
            ["updated", "updatedat", "modified", "modifiedat", "datemodified", "lastmodified", "lastupdated"]
        case .correction: ["correction", "corrections", "correctiontext"]
        }
    }
}

/// Which field of the input is which field of an article: by the names it is usually given, or as the user says.
package struct FieldMapping: Sendable, Equatable {
    /// A rule of `--map` that cannot be followed.
    package struct InvalidRule: Error, Equatable {
        package let reason: String
    }

    /// What a field of the input means, and how sure that is: of two fields that mean the same, the lower rank counts.
    package struct Meaning: Sendable, Equatable {
        package var field: ArticleField
        package var rank: Int
    }

    private var explicit: [String: ArticleField] = [:]
    private var order: [String: Int] = [:]
    private var mapped: Set<ArticleField> = []

    /// By the usual names alone.
    package init() {}

    /// With the rules of `--map`, such as `title=hed,date=pub`: the article's field, then the input's own name for
    /// it. The usual names do not count for a field that a rule names; several rules for one field are tried in their
    /// order.
    package init(rules: String) throws(InvalidRule) {
        let names = ArticleField.allCases.map(\.rawValue).joined(separator: ", ")
        for rule in rules.split(separator: ",") {
            let parts = rule.split(separator: "=", maxSplits: 1).map { trimmingWhitespace($0) }
            guard parts.count == 2, !parts[1].isEmpty else {
                throw InvalidRule(reason: "a rule reads FIELD=NAME, as in title=hed; this is \"\(rule)\"")
            }
            let aliases = [
                "published": "date", "text": "body", "headline": "title", "author": "byline", "lang": "language",
            ]
            guard let field = ArticleField(rawValue: aliases[parts[0]] ?? parts[0]) else {
                throw InvalidRule(reason: "no field \"\(parts[0])\"; the fields are \(names)")
            }
            guard explicit[parts[1]] == nil else {
                throw InvalidRule(reason: "two rules for the input's field \"\(parts[1])\"")
            }
            explicit[parts[1]] = field
            order[parts[1]] = order.count
            mapped.insert(field)
        }
    }

    /// What the field `name` of an input means; nil when it means nothing to an article.
    package func meaning(of name: String) -> Meaning? {
        if let field = explicit[name] { return Meaning(field: field, rank: order[name] ?? 0) }
        let plain = String(
            decoding: name.utf8.compactMap { byte -> UInt8? in
                switch byte {
                case 0x41...0x5A: byte | 0x20
                case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."), 0x20: nil
                default: byte
                }
            }, as: UTF8.self)
        guard let meaning = FieldMapping.usual[plain], !mapped.contains(meaning.field) else { return nil }
        return meaning
    }

    /// A name in a rule that no record has.
    package struct MissingName: Sendable, Equatable {
        package var name: String
        /// Whether no other rule gives its article field anything.
        package var isAlone: Bool
    }

    /// The names in the rules that are none of the input's, in the order of the rules. Where the input has too many to
    /// be listed, none counts as missing.
    package func missingNames(in uses: [FieldUse]) -> [MissingName] {
        if explicit.isEmpty || uses.count >= FieldUse.mostNames { return [] }
        let known = Set(uses.map(\.name))
        let given = Set(explicit.lazy.filter { known.contains($0.key) }.map(\.value))
        return explicit.filter { !known.contains($0.key) }.sorted { order[$0.key, default: 0] < order[$1.key, default: 0] }
            .map { MissingName(name: $0.key, isAlone: !given.contains($0.value)) }
    }

    private static let usual: [String: Meaning] = {
        var table: [String: Meaning] = [:]
        for field in ArticleField.allCases {
            for (rank, name) in field.knownNames.enumerated() { table[name] = Meaning(field: field, rank: rank) }
        }
        return table
    }()
}

/// How a field of the input was used.
package struct FieldUse: Sendable, Equatable {
    /// A reader lists no more names: those beyond are ids used as keys, and a report of them would say nothing.
    static let mostNames = 4096

    /// Its name in the input.
    package var name: String
    /// What it was read as; nil: not used.
    package var field: ArticleField?
    /// Records that have it.
    package var records: Int

    package init(name: String, field: ArticleField?, records: Int) {
        self.name = name
        self.field = field
        self.records = records
    }
}
