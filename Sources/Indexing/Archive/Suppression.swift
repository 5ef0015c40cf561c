// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments

/// A take-down: an article that may not be found, whatever the sources say.
///
/// Take-downs are part of every generation's manifest, so that they become effective at once and survive every rebuild and
/// rollback.
package struct Suppression: Sendable, Equatable {
    /// An ArticleID, or a web address in canonical form.
    package var target: String
    /// Unix seconds.
    package var added: Int64
    /// From then on the article may come back; nil for never.
    package var until: Int64?
    package var reason: String

    /// - Parameter target: an ArticleID, or a web address in any form.
    package init(of target: String, added: Int64, until: Int64? = nil, reason: String = "") {
        self.target = Self.canonical(target)
        self.added = added
        self.until = until
        self.reason = reason
    }

    package func isActive(at now: Int64) -> Bool { until.map { now < $0 } ?? true }

    /// The form in which targets are compared: web addresses are canonical, ids are as they are.
    package static func canonical(_ target: String) -> String {
        target.contains("://") ? canonicalURL(target) : target
    }
}

/// The articles that are taken down at some instant, for looking arrivals up.
package struct SuppressionSet: Sendable {
    private var targets: Set<String> = []
    private var hasAddresses = false

    package init(_ suppressions: [Suppression], at now: Int64) {
        for suppression in suppressions where suppression.isActive(at: now) {
            targets.insert(suppression.target)
            if suppression.target.contains("://") { hasAddresses = true }
        }
    }

    package var isEmpty: Bool { targets.isEmpty }

    package func contains(id: String, url: String?) -> Bool {
        if targets.isEmpty { return false }
        if targets.contains(id) { return true }
        guard hasAddresses, let url, !url.isEmpty else { return false }
        return targets.contains(canonicalURL(url))
    }

    /// The live documents of a generation that are taken down.
    ///
    /// - Complexity: a look-up an id; for web addresses every card is read, unless it is an ArticleID, too.
    package func places(in generation: Generation) throws(ArchiveError) -> Set<DocumentPlace> {
        var places: Set<DocumentPlace> = []
        for target in targets {
            if let place = try generation.place(ofID: target) { places.insert(place) }
        }
        if !hasAddresses { return places }
        for (index, live) in generation.segments.enumerated() {
            let documents = (0..<UInt32(live.segment.documentCount)).filter { !live.tombstones.contains($0) }
            try reading { () throws(Damage) in
                try live.segment.forEachCard(documents) { (document, card) throws(Damage) in
                    if contains(id: card.id, url: card.url) {
                        places.insert(DocumentPlace(segment: index, document: document))
                    }
                }
            }
        }
        return places
    }
}
