// SPDX-License-Identifier: Apache-2.0
import LedeQueries

/// A query ready to run: its leaves with their weights, and its structure as clauses.
///
/// A class, since every bucket's evaluator refers to it and copying it would count five references.
final class QueryPlan {
    /// A node of the structure; children are indices into `nodes`.
    enum Node {
        /// The leaf of this index; `scores` is false below NOT.
        case leaf(Int)
        case and([Int])
        case or([Int])
        case not(Int)
        case any(required: [Int], optional: [Int], excluded: [Int])
        case dates(Range<Int64>)

        var isDates: Bool {
            if case .dates = self { return true }
            return false
        }

        /// Whether some of its children only keep documents out.
        var excludes: Bool {
            switch self {
            case .not: true
            case .any(_, _, let excluded): !excluded.isEmpty
            case .leaf, .and, .or, .dates: false
            }
        }
    }

    /// The nodes of a query that is one leaf, which all of them share.
    static let oneLeaf = [Node.leaf(0)]

    let nodes: [Node]
    let root: Int
    let leaves: ShortList<Leaf>
    /// The scale of the query's sums.
    let scale: Float
    /// Intervals every hit's date must touch.
    let intervals: [Range<Int64>]

    /// The root as lists that every hit must be in, lists that add to its score, and lists it must not be in, if the
    /// query is that simple; most are.
    let clauses: Clauses?
    /// The leaf that decides about hits and scores alone, if that is a phrase.
    let phrase: Int?
    /// The same if it is an expansion, and the only leaf.
    let expansion: Int?

    init(nodes: [Node], root: Int, leaves: ShortList<Leaf>, scale: Float, intervals: [Range<Int64>], clauses: Clauses?) {
        self.nodes = nodes
        self.root = root
        self.leaves = leaves
        self.scale = scale
        self.intervals = intervals
        self.clauses = clauses
        phrase = clauses.flatMap { Self.phrase(in: $0, leaves: leaves) }
        expansion = clauses.flatMap { Self.expansion(in: $0, leaves: leaves) }
        isEmpty = clauses.map { Self.isEmpty($0, leaves: leaves) } ?? false
    }

    private static func phrase(in clauses: Clauses, leaves: ShortList<Leaf>) -> Int? {
        guard clauses.required.count + clauses.optional.count == 1,
            let leaf = clauses.required.first ?? clauses.optional.first
        else { return nil }
        guard leaves[leaf].weight != nil, case .phrase = leaves[leaf].matcher else { return nil }
        return leaf
    }

    private static func expansion(in clauses: Clauses, leaves: ShortList<Leaf>) -> Int? {
        guard leaves.count == 1, clauses.excluded.isEmpty, leaves[0].scoring != nil, case .expansion = leaves[0].matcher else {
            return nil
        }
        return 0
    }

    /// A class for the same reason.
    final class Clauses: Sendable {
        /// Of a query that is one leaf.
        static let oneLeaf = Clauses(required: [0], optional: [], excluded: [])

        let required: [Int]
        let optional: [Int]
        let excluded: [Int]

        init(required: [Int], optional: [Int], excluded: [Int]) {
            self.required = required
            self.optional = optional
            self.excluded = excluded
        }

        /// Whether a leaf adds to scores and does nothing else.
        func addsOnly(_ leaf: Int) -> Bool {
            !required.isEmpty && optional.contains(leaf) && !required.contains(leaf) && !excluded.contains(leaf)
        }
    }

    /// Each word of the query with the number of live documents that have it.
    var words: WordFrequencies {
        if leaves.count == 1 { return leaves[0].words.all }
        var words: WordFrequencies = []
        words.reserveCapacity(leaves.count)
        for leaf in leaves.indices {
            switch leaves[leaf].words {
            case .one(let text, let documentFrequency): words.append((text, documentFrequency))
            case .several(let several): words += several
            }
        }
        return words
    }

    /// Whether no document can match, whatever the segment: a required leaf is nowhere.
    let isEmpty: Bool

    private static func isEmpty(_ clauses: Clauses, leaves: ShortList<Leaf>) -> Bool {
        if clauses.required.contains(where: { leaves[$0].isNowhere }) { return true }
        return clauses.required.isEmpty && clauses.optional.allSatisfy { leaves[$0].isNowhere }
    }
}

extension QueryPlan {
    /// Divides the root into clauses where every part is a leaf.
    ///
    /// - Returns: clauses, nil where the query is not that simple, and in either case the date ranges that every hit
    ///   must touch: what is beside them is evaluated within them.
    static func clauses(root: Int, nodes: [Node]) -> (clauses: Clauses?, intervals: [Range<Int64>]) {
        var division = ClauseDivision(nodes: nodes)
        let isSimple = division.require(root, isWhole: true)
        return (isSimple ? division.clauses() : nil, division.intervals)
    }
}

/// The division of a query's root into clauses.
private struct ClauseDivision {
    let nodes: [QueryPlan.Node]
    private var required: [Int] = []
    private var optional: [Int] = []
    private var excluded: [Int] = []
    /// Dates that every hit must touch.
    private(set) var intervals: [Range<Int64>] = []

    init(nodes: [QueryPlan.Node]) { self.nodes = nodes }

    /// - Returns: nil where nothing is looked for.
    func clauses() -> QueryPlan.Clauses? {
        if required.isEmpty && optional.isEmpty { return nil }
        return QueryPlan.Clauses(required: required, optional: optional, excluded: excluded)
    }

    /// Takes in what every hit must match.
    ///
    /// - Parameter isWhole: whether nothing but dates stands beside it. Only then may it ask for any of several leaves: beside
    ///   required ones optional leaves need not match.
    /// - Returns: whether that is possible; the dates in it are taken in anyway.
    mutating func require(_ index: Int, isWhole: Bool) -> Bool {
        switch nodes[index] {
        case .leaf(let leaf): required.append(leaf)
        case .dates(let interval): intervals.append(interval)
        case .not(let child): return exclude(child)
        case .and(let children): return require(all: children, isWhole: isWhole)
        case .or(let children):
            guard isWhole else { return false }
            return option(all: children)
        case .any(let needed, let wished, let unwanted):
            guard isWhole || !needed.isEmpty else { return false }
            var isSimple = require(all: needed, isWhole: false)
            // Dates alone leave it to the optional leaves what is a hit.
            if !needed.isEmpty, required.isEmpty { isSimple = false }
            isSimple = option(all: wished) && isSimple
            for child in unwanted { isSimple = exclude(child) && isSimple }
            return isSimple
        }
        return true
    }

    private mutating func require(all children: [Int], isWhole: Bool) -> Bool {
        var others = 0
        for child in children where !nodes[child].isDates { others += 1 }
        required.reserveCapacity(required.count + others)
        var isSimple = true
        for child in children { isSimple = require(child, isWhole: isWhole && others == 1) && isSimple }
        return isSimple
    }

    private mutating func option(all children: [Int]) -> Bool {
        optional.reserveCapacity(optional.count + children.count)
        for child in children {
            guard case .leaf(let leaf) = nodes[child] else { return false }
            optional.append(leaf)
        }
        return true
    }

    private mutating func exclude(_ index: Int) -> Bool {
        guard case .leaf(let leaf) = nodes[index] else { return false }
        excluded.append(leaf)
        return true
    }
}
