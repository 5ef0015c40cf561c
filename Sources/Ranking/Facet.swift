// SPDX-License-Identifier: Apache-2.0
import LedeArticles
package import LedePacking
package import LedeSegments

/// What hits can be grouped by.
package enum FacetField: String, Sendable, CaseIterable {
    case source, section, byline, language, place, credit, tag

    /// Whether it is read from the article store, and not from a column.
    fileprivate var isStored: Bool { self != .source && self != .section }
}

/// How many hits have each value of a field.
package struct Facet: Sendable {
    package let field: FacetField
    /// Each value as it is spelled and its hits, in no order. An article counts once for each of its tags.
    package private(set) var counts: [String: Int] = [:]
    /// Hits without a value.
    package private(set) var missing = 0

    private init(_ field: FacetField) { self.field = field }

    /// Counts by some fields at once.
    ///
    /// Sources and sections are counted from their columns. Other fields are read from the article store, block by block, and
    /// once for all of them.
    ///
    /// - Parameter interruption: ends the count early when raised; it is then of no use.
    /// - Returns: one a field, in the order given.
    package static func counts(
        by fields: [FacetField], of matches: Matches, in segments: [LiveSegment], interruption: Interruption? = nil
    ) throws(Damage) -> [Facet] {
        var facets = fields.map { Facet($0) }
        let stored = facets.indices.filter { fields[$0].isStored }
        for part in matches.parts where interruption?.isRaised != true {
            let segment = segments[part.segment].segment
            do throws(Damage) {
                for index in facets.indices where !fields[index].isStored {
                    try facets[index].add(part.documents, column: segment)
                }
                if stored.isEmpty { continue }
                for piece in part.pieces where interruption?.isRaised != true {
                    if stored.allSatisfy({ fields[$0] == .byline }) {
                        try segment.forEachCard(piece.documents.array) { (_, card) throws(Damage) in
                            for index in stored { facets[index].add(card.byline) }
                        }
                    } else {
                        try segment.forEachArticle(piece.documents.array) { (_, article) throws(Damage) in
                            for index in stored { facets[index].add(article) }
                        }
                    }
                }
            } catch {
                throw error.in(segment.path)
            }
        }
        return facets
    }

    private mutating func add(_ article: Article) {
        switch field {
        case .byline: add(article.byline)
        case .language: add(article.language)
        case .place: add(article.place)
        case .credit: add(article.credit)
        case .tag:
            if article.tags.isEmpty { add(nil) }
            for tag in Set(article.tags) { add(tag) }
        case .source, .section: preconditionFailure("a field with a column is counted there")
        }
    }

    private mutating func add(_ documents: DocumentSet, column segment: Segment) throws(Damage) {
        if field == .source {
            try add(documents, segment.sources) { (document) throws(Damage) in try segment.source(of: document) }
        } else {
            try add(documents, segment.sections) { (document) throws(Damage) in try segment.section(of: document) }
        }
    }

    private mutating func add(_ value: String?) {
        if let value, !value.isEmpty { counts[value, default: 0] += 1 } else { missing += 1 }
    }

    private mutating func add(
        _ documents: DocumentSet, _ names: [String], _ number: (UInt32) throws(Damage) -> Int
    ) throws(Damage) {
        var byNumber = Array(repeating: 0, count: names.count + 1)
        try documents.forEach { (document) throws(Damage) in
            let number = try number(document)
            guard byNumber.indices.contains(number) else {
                throw Damage(offset: 0, reason: "document \(document) has the name number \(number) of \(names.count)")
            }
            byNumber[number] += 1
        }
        missing += byNumber[0]
        for (name, count) in zip(names, byNumber.dropFirst()) where count > 0 { counts[name, default: 0] += count }
    }
}

extension Matches.Part {
    /// The same in parts that are read in a few milliseconds each.
    fileprivate var pieces: [Matches.Part] {
        stride(from: documents.range.lowerBound, to: documents.range.upperBound, by: 1024).map { low in
            var piece = DocumentSet(in: low..<min(low + 1024, documents.range.upperBound))
            var next = documents.next(from: low)
            while let document = next, document < piece.range.upperBound {
                piece.insert(document)
                next = documents.next(from: document + 1)
            }
            return Matches.Part(segment: segment, bucket: bucket, documents: piece)
        }
    }
}
