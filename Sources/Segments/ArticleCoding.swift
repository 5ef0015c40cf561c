// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
package import LedePacking

/// The two records an article becomes in a segment: a card (what a list of hits shows) and the text (the rest).
///
/// Fields follow each other as `length varint · UTF-8`; an absent one has length 0, a present one its length + 1. Earlier
/// versions end the text record, next to the text they resemble, where they compress to little.
package enum ArticleCoding {
    package static func card(of article: Article, id: String) -> [UInt8] {
        var out = ByteWriter()
        appendCard(of: article, id: id, to: &out)
        return out.bytes
    }

    static func appendCard(of article: Article, id: String, to out: inout ByteWriter) {
        append(id, to: &out)
        append(article.title, to: &out)
        append(article.source, to: &out)
        append(article.section, to: &out)
        append(article.byline, to: &out)
        append(article.url, to: &out)
        append(article.published, to: &out)
    }

    package static func text(of article: Article) -> [UInt8] {
        var out = ByteWriter()
        appendText(of: article, to: &out)
        return out.bytes
    }

    static func appendText(of article: Article, to out: inout ByteWriter) {
        appendFields(of: article, to: &out)
        if article.credit == nil, article.earlier.isEmpty, article.boilerplate.isEmpty { return }
        append(article.credit, to: &out)
        out.append(varint: UInt64(article.earlier.count))
        for version in article.earlier {
            out.append(UInt64(bitPattern: version.replaced))
            appendCard(of: version.article, id: version.article.id ?? "", to: &out)
            appendFields(of: version.article, to: &out)
            append(version.article.credit, to: &out)
        }
        if article.boilerplate.isEmpty { return }
        out.append(varint: UInt64(article.boilerplate.count))
        var next = 0
        for paragraph in article.boilerplate {
            out.append(varint: UInt64(paragraph - next))
            next = paragraph + 1
        }
    }

    private static func appendFields(of article: Article, to out: inout ByteWriter) {
        append(article.body, to: &out)
        out.append(varint: UInt64(article.captions.count))
        for caption in article.captions { append(caption, to: &out) }
        append(article.place, to: &out)
        append(article.language, to: &out)
        out.append(varint: UInt64(article.tags.count))
        for tag in article.tags { append(tag, to: &out) }
        append(article.updated, to: &out)
        append(article.correction, to: &out)
        append(article.origin.path, to: &out)
        out.append(varint: UInt64(max(article.origin.recordNumber, 0)))
        out.append(varint: UInt64(max(article.origin.byteOffset, 0)))
    }

    private static func append(_ text: String?, to out: inout ByteWriter) {
        guard let text else { return out.append(varint: 0) }
        let utf8 = text.utf8
        out.append(varint: UInt64(utf8.count + 1))
        out.append(contentsOf: utf8.span)
    }

    private static func append(_ date: PublicationDate?, to out: inout ByteWriter) {
        guard let date else { return out.append(UInt8(0)) }
        out.append(1 + date.precision.rawValue)
        out.append(date.provenance.rawValue)
        out.append(UInt64(bitPattern: date.start))
    }
}

/// What a list of hits shows of an article, read without opening its text.
package struct ArticleCard: Sendable, Equatable {
    package var id: String
    package var title: String
    package var source: String?
    package var section: String?
    package var byline: String?
    package var url: String?
    package var published: PublicationDate?

    package init(reading reader: inout ByteReader) throws(Damage) {
        id = try Self.text(&reader) ?? ""
        title = try Self.text(&reader) ?? ""
        source = try Self.text(&reader)
        section = try Self.text(&reader)
        byline = try Self.text(&reader)
        url = try Self.text(&reader)
        published = try Self.date(&reader)
    }

    static func text(_ reader: inout ByteReader) throws(Damage) -> String? {
        let size = try reader.varint()
        if size == 0 { return nil }
        guard size - 1 <= UInt64(reader.remaining) else { throw reader.malformed("a field ends beyond its record") }
        return try reader.string(count: Int(size - 1))
    }

    static func date(_ reader: inout ByteReader) throws(Damage) -> PublicationDate? {
        let head = try reader.u8()
        if head == 0 { return nil }
        guard let precision = PublicationDate.Precision(rawValue: head - 1),
            let provenance = PublicationDate.Provenance(rawValue: try reader.u8())
        else { throw reader.malformed("a date has an unknown precision or provenance") }
        return PublicationDate(
            start: Int64(bitPattern: try reader.u64()), precision: precision, provenance: provenance)
    }
}

extension Article {
    /// An article from its two records.
    ///
    /// - Throws: `Damage` if the text record is not what `ArticleCoding.text` writes.
    package init(card: ArticleCard, reading reader: inout ByteReader) throws(Damage) {
        try self.init(card: card, readingFields: &reader)
        // Archives from before there were credits and versions end here, as do most articles.
        if reader.remaining == 0 { return }
        credit = try ArticleCard.text(&reader)
        for _ in 0..<(try reader.varint()) {
            let replaced = Int64(bitPattern: try reader.u64())
            let card = try ArticleCard(reading: &reader)
            var version = try Article(card: card, readingFields: &reader)
            version.credit = try ArticleCard.text(&reader)
            earlier.append(ArticleVersion(version, replaced: replaced))
        }
        if reader.remaining == 0 { return }
        var next = 0
        for _ in 0..<(try reader.varint()) {
            let gap = try reader.varint()
            guard gap < UInt64(body.utf8.count), next < body.utf8.count else {
                throw reader.malformed("boilerplate lies behind the body")
            }
            boilerplate.append(next + Int(gap))
            next += Int(gap) + 1
        }
    }

    private init(card: ArticleCard, readingFields reader: inout ByteReader) throws(Damage) {
        let body = try ArticleCard.text(&reader) ?? ""
        var captions: [String] = []
        for _ in 0..<(try reader.varint()) { captions.append(try ArticleCard.text(&reader) ?? "") }
        let place = try ArticleCard.text(&reader)
        let language = try ArticleCard.text(&reader)
        var tags: [String] = []
        for _ in 0..<(try reader.varint()) { tags.append(try ArticleCard.text(&reader) ?? "") }
        let updated = try ArticleCard.date(&reader)
        let correction = try ArticleCard.text(&reader)
        let path = try ArticleCard.text(&reader) ?? ""
        let number = try reader.varint()
        let offset = try reader.varint()
        self.init(
            id: card.id, title: card.title, body: body, captions: captions, byline: card.byline, source: card.source,
            section: card.section, place: place, language: language, url: card.url, tags: tags,
            published: card.published, updated: updated, correction: correction,
            origin: RecordOrigin(
                path: path, recordNumber: Int(truncatingIfNeeded: number), byteOffset: Int(truncatingIfNeeded: offset)))
    }
}
