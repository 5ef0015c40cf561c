// SPDX-License-Identifier: Apache-2.0
package import LedePacking
package import LedeSegments

/// How many of a query's matches belong to each story.
package struct StoryCounts: Sendable {
    /// Matches by story.
    private var sizes: [UInt32]
    /// Stories that match: matches, copies counted once.
    package private(set) var stories = 0
    /// Matches.
    package private(set) var articles = 0

    package init(_ matches: Matches, _ table: StoryTable) {
        sizes = Array(repeating: 0, count: table.limit)
        for part in matches.parts {
            part.documents.forEach { document in
                let story = Int(table.story(segment: part.segment, document: document))
                if sizes[story] == 0 { stories += 1 }
                sizes[story] += 1
                articles += 1
            }
        }
    }

    /// Matches of a story beside the one that stands for it.
    package func copies(of story: UInt32) -> Int { max(Int(sizes[Int(story)]) - 1, 0) }

    /// Of each wanted story: the outlets that have a copy, the document that stands for it left out.
    ///
    /// - Parameter shown: by story, the document that stands for it.
    /// - Returns: the number of differently named sources; articles without a source count for none.
    package static func outlets(
        of shown: [UInt32: RankedDocument], _ matches: Matches, _ table: StoryTable, _ segments: [LiveSegment]
    ) throws(Damage) -> [UInt32: Int] {
        var names: [UInt32: Set<String>] = [:]
        for part in matches.parts {
            let segment = segments[part.segment].segment
            try part.documents.forEach { (document) throws(Damage) in
                let story = table.story(segment: part.segment, document: document)
                guard let best = shown[story], best.segment != part.segment || best.document != document else { return }
                let source = try segment.source(of: document)
                if source > 0, source <= segment.sources.count { names[story, default: []].insert(segment.sources[source - 1]) }
            }
        }
        return names.mapValues(\.count)
    }
}
