// SPDX-License-Identifier: Apache-2.0

/// The keys of which the occurrences are gathered at once, in groups of terms that follow each other.
struct TermRound {
    /// More groups than this are out of the nearest cache, and their numbers take more than a byte.
    private static let mostGroups = 255
    /// Smaller groups are not worth a chunk.
    private static let leastOccurrences = 1024

    private(set) var groups: [VariantTable.Stretch] = []
    /// Of all groups.
    private(set) var occurrences = 0
    /// In place of groups: keys whose only term has more occurrences than fit, or more variants.
    private(set) var streamed: VariantTable.Stretch?
    /// By variant; for those of other rounds the number behind the last group.
    private(set) var groupOfVariant: [UInt8]

    /// - Parameters:
    ///   - left: occurrences from `start` on.
    ///   - most: occurrences that fit in a thread's memory.
    ///   - variants: of a group at most.
    init(_ table: VariantTable, from start: Int, left: Int, atMost most: Int, variants: Int, threads: Int) {
        // Room for parts that have more of the terms than others.
        let limit = threads == 1 ? most : most / 4 * 3 * threads
        // As few rounds as there is memory for.
        let rounds = max((left + limit - 1) / limit, 1)
        // Frequent terms are groups of their own, and leave others smaller.
        let share = max(left / rounds / (Self.mostGroups * 2 / 3), Self.leastOccurrences)
        groupOfVariant = []
        var next = start
        while next < table.keyCount, groups.count < Self.mostGroups {
            let stretch = table.stretch(from: next, occurrences: share, atMost: most, variants: variants)
            if stretch.occurrences > most || table.variantCount(of: stretch) > variants {
                if groups.isEmpty { streamed = stretch }
                break
            }
            if !groups.isEmpty, occurrences + stretch.occurrences > limit { break }
            occurrences += stretch.occurrences
            groups.append(stretch)
            next = stretch.keys.upperBound
        }
        if streamed != nil { return }
        groupOfVariant = Array(repeating: UInt8(groups.count), count: table.variants.count)
        for (group, stretch) in groups.enumerated() {
            guard let first = stretch.terms.first, let last = stretch.terms.last else { continue }
            for variant in table.variants(of: first).lowerBound..<table.variants(of: last).upperBound {
                groupOfVariant[variant] = UInt8(group)
            }
        }
    }
}
