// SPDX-License-Identifier: Apache-2.0

extension QueryTreeBuilder {
    /// The nodes below `root`, children before parents.
    mutating func tree(below root: NodeID) -> [QueryNode] {
        applyBoosts()
        if kind(of: root) == .leaf {
            return leaves.count == 1 ? takeLeaves() : [leaves[Int(nodes[Int(root)].first)]]
        }
        if let flat = flatTree(root) { return flat }
        var result: [QueryNode] = []
        result.reserveCapacity(nodes.count)
        var finished: [Int] = []
        var open: [(node: NodeID, child: NodeID, start: Int)] = [(root, nodes[Int(root)].first, 0)]
        // Units around the current node; what is inside has no weight of its own.
        var units = isUnit(root) ? 1 : 0
        while let top = open.last {
            guard top.child != Self.none else {
                open.removeLast()
                if isUnit(top.node) { units -= 1 }
                let children = Array(finished[top.start...])
                finished.removeSubrange(top.start...)
                result.append(node(top.node, children, weighted: units == 0))
                finished.append(result.count - 1)
                continue
            }
            open[open.count - 1].child = nodes[Int(top.child)].next
            // What is excluded is kept as a negation; the finished node holds what it denies.
            let isExcluded = kind(of: top.node) == .any && nodes[Int(top.child)].role == .excluded
            let child = isExcluded ? nodes[Int(top.child)].first : top.child
            if kind(of: child) == .leaf {
                let leaf = leaves[Int(nodes[Int(child)].first)]
                result.append(units == 0 ? leaf : leaf.withBoost(1))
                finished.append(result.count - 1)
            } else {
                if isUnit(child) { units += 1 }
                open.append((child, nodes[Int(child)].first, finished.count))
            }
        }
        return result
    }

    /// The tree of an AND or OR of words, the common case.
    ///
    /// Its leaves are given away where they are the nodes already, which costs less than to copy and to destroy them.
    private mutating func flatTree(_ root: NodeID) -> [QueryNode]? {
        guard kind(of: root) == .and || kind(of: root) == .or else { return nil }
        var count: Int32 = 0
        var child = nodes[Int(root)].first
        while child != Self.none {
            guard kind(of: child) == .leaf, nodes[Int(child)].first == count else { return nil }
            count += 1
            child = nodes[Int(child)].next
        }
        guard count == leafCount else { return nil }
        var result = takeLeaves()
        result.append(node(root, Array(result.indices), weighted: true))
        return result
    }

    private mutating func takeLeaves() -> [QueryNode] {
        var taken: [QueryNode] = []
        swap(&taken, &leaves)
        return taken
    }

    private func isUnit(_ node: NodeID) -> Bool { kind(of: node) == .near || kind(of: node) == .atLeast }

    private func node(_ node: NodeID, _ children: [Int], weighted: Bool) -> QueryNode {
        switch kind(of: node) {
        case .near, .atLeast:
            let unit = leaves[Int(nodes[Int(node)].slot)]
            return (weighted ? unit : unit.withBoost(1)).withChildren(children)
        case .leaf: return leaves[Int(nodes[Int(node)].first)]
        case .and: return .and(children)
        case .or: return .or(children)
        case .not: return .not(children[0])
        case .any:
            var counts = [0, 0, 0]
            var child = nodes[Int(node)].first
            while child != Self.none {
                counts[Int(nodes[Int(child)].role.rawValue)] += 1
                child = nodes[Int(child)].next
            }
            let optionalEnd = counts[0] + counts[1]
            return .any(
                required: Array(children[..<counts[0]]), optional: Array(children[counts[0]..<optionalEnd]),
                excluded: Array(children[optionalEnd...]))
        }
    }

    /// Walks leaves and groups backwards together, with the groups around the current leaf on a stack: linear
    /// however deep the groups are nested.
    private mutating func applyBoosts() {
        guard !boosts.isEmpty else { return }
        var pending = boosts.count - 1
        var around: [(first: Int32, factor: Float)] = []
        for leaf in stride(from: leafCount - 1, through: 0, by: -1) {
            while let group = around.last, leaf < group.first { around.removeLast() }
            while pending >= 0, boosts[pending].leaves.upperBound > leaf {
                let group = boosts[pending]
                if group.leaves.contains(leaf) {
                    around.append((group.leaves.lowerBound, (around.last?.factor ?? 1) * group.factor))
                }
                pending -= 1
            }
            if let factor = around.last?.factor { leaves[Int(leaf)].multiplyBoost(by: factor) }
        }
        boosts.removeAll(keepingCapacity: true)
    }
}

extension QueryNode {
    /// Bounds of a boost; products are kept within them.
    static let boostBounds: ClosedRange<Float> = 0.001...1000

    fileprivate mutating func multiplyBoost(by factor: Float) {
        let product = min(max(boost * factor, Self.boostBounds.lowerBound), Self.boostBounds.upperBound)
        self = withBoost(product)
    }

    /// The same node with another weight, where it has one.
    func withBoost(_ boost: Float) -> QueryNode {
        switch self {
        case .word(var leaf): leaf.boost = boost; return .word(leaf)
        case .form(var leaf): leaf.boost = boost; return .form(leaf)
        case .phrase(var leaf): leaf.boost = boost; return .phrase(leaf)
        case .compound(var leaf): leaf.boost = boost; return .compound(leaf)
        case .prefix(var leaf): leaf.boost = boost; return .prefix(leaf)
        case .pattern(var leaf): leaf.boost = boost; return .pattern(leaf)
        case .near(var near): near.boost = boost; return .near(near)
        case .atLeast(var query): query.boost = boost; return .atLeast(query)
        case .dates, .and, .or, .not, .any: return self
        }
    }

    fileprivate func withChildren(_ children: [Int]) -> QueryNode {
        switch self {
        case .near(var near):
            near.left = children[0]
            near.right = Array(children.dropFirst())
            return .near(near)
        case .atLeast(var query):
            query.child = children[0]
            return .atLeast(query)
        case .word, .form, .phrase, .compound, .prefix, .pattern, .dates, .and, .or, .not, .any: return self
        }
    }
}
