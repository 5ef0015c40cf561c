// SPDX-License-Identifier: Apache-2.0

/// A query as it was read: a tree in an arena, and what the reader of the answer should know about the reading.
///
/// Children stand before their parents in `nodes`, so one forward pass computes anything bottom-up, and one
/// backward pass anything top-down. The tree is at most ``QueryParser/maximumDepth`` levels deep, so recursion
/// over it is safe. Every node is reachable from `root`.
package struct Query: Sendable, Equatable {
    package var nodes: [QueryNode]
    /// The index of the top node; nil when the input held nothing to search for.
    package var root: Int?
    /// In the order of the input.
    package var notices: [QueryNotice]

    package init(nodes: [QueryNode] = [], root: Int? = nil, notices: [QueryNotice] = []) {
        self.nodes = nodes
        self.root = root
        self.notices = notices
    }
}

/// One node of a ``Query``. Indices point into ``Query/nodes`` and are smaller than the node's own. Leaves are indirect, so that
/// a copy counts one reference.
package enum QueryNode: Sendable, Equatable {
    /// All children match. At least two of them, none of them an `and`.
    case and([Int])
    /// At least one child matches. At least two of them, none of them an `or`.
    case or([Int])
    /// The child does not match; never another `not`.
    case not(Int)
    /// All of `required` and none of `excluded` match; where nothing is required, at least one of `optional` does.
    /// There is at least one `optional`, and never one of them alone.
    case any(required: [Int], optional: [Int], excluded: [Int])
    /// A bare word: its stem family.
    indirect case word(WordQuery)
    /// `=word`, `U.S.` or a quoted single word: one spelling.
    indirect case form(FormQuery)
    indirect case phrase(PhraseQuery)
    /// `state-owned`: its parts side by side, or written together.
    indirect case compound(CompoundQuery)
    indirect case prefix(PrefixQuery)
    indirect case pattern(PatternQuery)
    /// Words near each other: one unit of scoring, whatever its parts.
    indirect case near(NearQuery)
    /// Something mentioned a number of times: one unit of scoring.
    indirect case atLeast(AtLeastQuery)
    case dates(DateQuery)
}
