// SPDX-License-Identifier: Apache-2.0

/// How near is near.
package enum NearReach: Hashable, Sendable {
    /// Positions from the end of the one to the start of the other; neighbours are 1 apart.
    case words(UInt32)
    case sentence, paragraph

    /// The farthest that can be asked for in words; beyond it lies the paragraph.
    package static var maximumWords: UInt32 { 1_000 }
}

/// Occurrences near each other, all in the title, all in the body or all in one caption.
///
/// The operands are nodes of the query: leaves of the text, `or` and `near`. `left` is the anchor: every operand of
/// `right` has an occurrence near it. An occurrence of the whole reaches from the first to the last word of those that
/// were found together; of a negated one, it is the occurrence of `left`.
package struct NearQuery: Sendable, Equatable {
    package var left: Int
    /// One or more; several where AND stood inside the operand.
    package var right: [Int]
    package var reach: NearReach
    /// Whether what is on the right must come later.
    package var isOrdered: Bool
    /// Whether none may be near instead. Overlapping counts as near here, and nowhere else.
    package var isNegated: Bool
    package var boost: Float

    package init(
        left: Int, right: [Int], reach: NearReach, isOrdered: Bool = false, isNegated: Bool = false, boost: Float = 1
    ) {
        self.left = left
        self.right = right
        self.reach = reach
        self.isOrdered = isOrdered
        self.isNegated = isNegated
        self.boost = boost
    }

    /// The operator as the canonical form writes it.
    package var name: String {
        let distance =
            switch reach {
            case .words(let number): String(number)
            case .sentence: "S"
            case .paragraph: "P"
            }
        return (isNegated ? "NOT W/" : isOrdered ? "PRE/" : "W/") + distance
    }
}

/// `ATLEASTn(...)`: occurrences at `count` different places or more.
package struct AtLeastQuery: Sendable, Equatable {
    /// A leaf of the text, an `or` of such, or a `near`.
    package var child: Int
    package var count: UInt32
    package var boost: Float

    package init(child: Int, count: UInt32, boost: Float = 1) {
        self.child = child
        self.count = count
        self.boost = boost
    }

    /// The greatest number that can be asked for.
    package static var maximumCount: UInt32 { 10_000 }
}

extension Query {
    /// The leaves below `node`, in the order of the tree; those that only exclude (`NOT W/n`) left out on request.
    package func leaves(below node: Int, excluded: Bool = true) -> [Int] {
        switch nodes[node] {
        case .and(let children), .or(let children): children.flatMap { leaves(below: $0, excluded: excluded) }
        case .not(let child): leaves(below: child, excluded: excluded)
        case .any(let required, let optional, let out):
            (required + optional + (excluded ? out : [])).flatMap { leaves(below: $0, excluded: excluded) }
        case .near(let near):
            leaves(below: near.left, excluded: excluded)
                + (near.isNegated && !excluded ? [] : near.right.flatMap { leaves(below: $0, excluded: excluded) })
        case .atLeast(let query): leaves(below: query.child, excluded: excluded)
        case .word, .form, .phrase, .compound, .prefix, .pattern, .dates: [node]
        }
    }
}
