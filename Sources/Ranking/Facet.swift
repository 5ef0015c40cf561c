// SPDX-License-Identifier: Apache-2.0
import LedeArticles
package import LedePacking
package import LedeSegments

/// What hits can be grouped by.
package enum FacetField: String, Sendable, CaseIterable {
    case source, section, byline, language, place, credit, tag

    /// Whether it is read from the article store, and not from a column.
    var isStored: Bool { self != .source && self != .section }
}

/// How many hits have each value of a field.
///
/// Sources and sections are counted from their columns. Other fields are read from the article store, block by block.
package struct Facet: Sendable {
    package let field: FacetField
    /// Each value as it is spelled and its hits, in no order. An article counts once for each of its tags.
    package private(set) var counts: [String: Int] = [:]
    /// Hits without a value.
    package private(set) var missing = 0

    /// - Parameter interruption: ends the count early when raised; it is then of no use.
    package init(
        _ field: FacetField, of matches: Matches, in segments: [LiveSegment], interruption: Interruption? = nil
    ) throws(Damage) {
        self.field = field
        for part in matches.parts.lazy.flatMap({ field.isStored ? $0.pieces : [$0] }) where interruption?.isRaised != true {
            let segment = segments[part.segment].segment
            do throws(Damage) {
                switch field {
                case .source:
                    try add(part.documents, segment.sources) { (document) throws(Damage) in try segment.source(of: document) }
                case .section:
                    try add(part.documents, segment.sections) { (document) throws(Damage) in try segment.section(of: document) }
                case .byline:
                    try segment.forEachCard(part.documents.array) { (_, card) throws(Damage) in add(card.byline) }
                case .language:
                    try segment.forEachArticle(part.documents.array) { (_, article) throws(Damage) in add(article.language) }
                case .place:
                    try segment.forEachArticle(part.documents.array) { (_, article) throws(Damage) in add(article.place) }
                case .credit:
                    try segment.forEachArticle(part.documents.array) { (_, article) throws(Damage) in add(article.credit) }
                case .tag:
                    try segment.forEachArticle(part.documents.array) { (_, article) throws(Damage) in
                        if article.tags.isEmpty { add(nil) }
                        for tag in Set(article.tags) { add(tag) }
                    }
                }
            } catch {
                throw error.in(segment.path)
            }
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
