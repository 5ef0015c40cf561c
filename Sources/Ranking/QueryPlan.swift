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
    }

    let nodes: [Node]
    let root: Int
    let leaves: [Leaf]
    /// The scale of the query's sums.
    let scale: Float
    /// Intervals every hit's date must touch.
    let intervals: [Range<Int64>]

    /// The root as lists that every hit must be in, lists that add to its score, and lists it must not be in, if the
    /// query is that simple; most are.
    let clauses: Clauses?

    init(nodes: [Node], root: Int, leaves: [Leaf], scale: Float, intervals: [Range<Int64>], clauses: Clauses?) {
        self.nodes = nodes
        self.root = root
        self.leaves = leaves
        self.scale = scale
        self.intervals = intervals
        self.clauses = clauses
    }

    struct Clauses {
        var required: [Int] = []
        var optional: [Int] = []
        var excluded: [Int] = []
    }

    /// Whether no document can match, whatever the segment: a required leaf is nowhere.
    var isEmpty: Bool {
        guard let clauses else { return false }
        if clauses.required.contains(where: { leaves[$0].isNowhere }) { return true }
        return clauses.required.isEmpty && clauses.optional.allSatisfy { leaves[$0].isNowhere }
    }
}

extension QueryPlan {
    /// Divides the root into clauses where every part is a leaf, lifting date ranges out.
    static func clauses(root: Int, nodes: [Node]) -> (clauses: Clauses?, intervals: [Range<Int64>]) {
        var clauses = Clauses()
        var intervals: [Range<Int64>] = []
        func require(_ index: Int) -> Bool {
            switch nodes[index] {
            case .leaf(let leaf): clauses.required.append(leaf)
            case .dates(let interval): intervals.append(interval)
            case .not(let child):
                guard case .leaf(let leaf) = nodes[child] else { return false }
                clauses.excluded.append(leaf)
            case .or(let children):
                // Only as the whole query: optional leaves beside required ones need not match.
                guard index == root else { return false }
                return children.allSatisfy(option)
            case .and, .any: return false
            }
            return true
        }
        func option(_ index: Int) -> Bool {
            guard case .leaf(let leaf) = nodes[index] else { return false }
            clauses.optional.append(leaf)
            return true
        }
        let simple: Bool
        switch nodes[root] {
        case .and(let children): simple = children.reduce(true) { $1 == root ? false : require($1) && $0 }
        case .any(let required, let optional, let excluded):
            let requiredFit = required.reduce(true) { require($1) && $0 }
            let optionalFit = optional.reduce(true) { option($1) && $0 }
            let excludedFit = excluded.reduce(true) { fit, index in
                guard case .leaf(let leaf) = nodes[index] else { return false }
                clauses.excluded.append(leaf)
                return fit
            }
            simple = requiredFit && optionalFit && excludedFit
                && !(clauses.required.isEmpty && clauses.optional.isEmpty)
                && !(clauses.required.isEmpty && !required.isEmpty)
        default: simple = require(root)
        }
        let hasSomething = !clauses.required.isEmpty || !clauses.optional.isEmpty
        return (simple && hasSomething ? clauses : nil, simple ? intervals : [])
    }
}
