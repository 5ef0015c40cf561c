// SPDX-License-Identifier: Apache-2.0

/// The tree while it grows. Children are linked lists, so that flattening `((a b) c) d` stays linear.
struct QueryTreeBuilder {
    typealias NodeID = Int32

    /// No node.
    static let none: NodeID = -1

    enum Kind: UInt8 {
        case leaf, and, or, not, any
        /// Units of scoring with a slot among the leaves, for their boost.
        case near, atLeast
    }

    /// What a child of an `any` is to it.
    enum Role: UInt8 {
        case required, optional, excluded
    }

    private struct Node {
        var kind: Kind
        /// What it is to the `any` it is a clause of.
        var role = Role.optional
        /// Whether it is an `any` of options alone, which another `any` may take in.
        var isPlain = false
        /// Levels of the subtree, at most one more than allowed.
        var depth: UInt8
        /// The first child, or the index of the leaf.
        var first: Int32
        var last: NodeID = none
        var next: NodeID = none
        /// Of `near` and `atLeast`: its slot among the leaves.
        var slot: Int32 = none
    }

    /// A factor for the leaves of a group.
    private struct Boost {
        var leaves: Range<Int32>
        var factor: Float
    }

    private var nodes: [Node] = []
    /// Leaves of the query, and slots of its `near` and `atLeast` nodes, whose children are filled in at the end.
    private var leaves: [QueryNode] = []
    /// In the order in which their groups ended, so nested ones stand before those around them.
    private var boosts: [Boost] = []
    private(set) var isTooDeep = false

    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        leaves.removeAll(keepingCapacity: true)
        boosts.removeAll(keepingCapacity: true)
        isTooDeep = false
    }

    /// Leaves made so far; those of a group follow each other.
    var leafCount: Int32 { Int32(leaves.count) }

    func kind(of node: NodeID) -> Kind { nodes[Int(node)].kind }

    // MARK: Building

    mutating func leaf(_ leaf: QueryNode) -> NodeID {
        leaves.append(leaf)
        return make(Node(kind: .leaf, depth: 1, first: leafCount - 1))
    }

    /// The negation; of a negation, what it denies.
    mutating func negation(of node: NodeID) -> NodeID {
        if kind(of: node) == .not { return nodes[Int(node)].first }
        return make(Node(kind: .not, depth: deeper(nodes[Int(node)].depth), first: node, last: node))
    }

    /// Adds `child` to the conjunction or disjunction `list`, which may be no node yet, or one operand.
    /// A child of the same kind is flattened into it.
    mutating func append(_ child: NodeID, to list: NodeID, _ kind: Kind) -> NodeID {
        if list == Self.none { return child }
        var list = list
        if self.kind(of: list) != kind {
            list = make(Node(kind: kind, depth: deeper(nodes[Int(list)].depth), first: list, last: list))
        }
        if self.kind(of: child) == kind {
            splice(child, into: list)
        } else {
            link(child, to: list)
        }
        return list
    }

    /// Adds one clause to the `any` node `list`, which may be no node yet.
    mutating func appendClause(_ clause: NodeID, _ role: Role, to list: NodeID) -> NodeID {
        let list = list == Self.none ? make(Node(kind: .any, depth: 1, first: Self.none)) : list
        if role == .optional, nodes[Int(clause)].isPlain {
            attach(nodes[Int(clause)].first, nodes[Int(clause)].last, to: list)
        } else {
            nodes[Int(clause)].role = role
            attach(clause, clause, to: list)
        }
        return list
    }

    /// Ends an `any`: puts its clauses in the order required, optional, excluded, and turns one that leaves no choice
    /// into what it means.
    mutating func finishAny(_ list: NodeID) -> NodeID {
        if list == Self.none { return list }
        var chains: [(first: NodeID, last: NodeID, count: Int)] = Array(repeating: (Self.none, Self.none, 0), count: 3)
        var child = nodes[Int(list)].first
        var depth: UInt8 = 0
        while child != Self.none {
            let next = nodes[Int(child)].next
            depth = max(depth, nodes[Int(child)].depth)
            let role = Int(nodes[Int(child)].role.rawValue)
            if chains[role].count == 0 {
                chains[role].first = child
            } else {
                nodes[Int(chains[role].last)].next = child
            }
            chains[role].last = child
            chains[role].count += 1
            nodes[Int(child)].next = Self.none
            child = next
        }
        let (required, optional, excluded) = (chains[0].count, chains[1].count, chains[2].count)
        if optional == 0 || (required == 0 && optional == 1) { return conjunction(of: chains.map(\.first)) }

        nodes[Int(list)].first = Self.none
        for chain in chains where chain.count > 0 { attach(chain.first, chain.last, to: list) }
        nodes[Int(list)].depth = deeper(depth)
        nodes[Int(list)].isPlain = required == 0 && excluded == 0
        return list
    }

    private mutating func conjunction(of chains: [NodeID]) -> NodeID {
        var result = Self.none
        for chain in chains {
            var child = chain
            while child != Self.none {
                let next = nodes[Int(child)].next
                nodes[Int(child)].next = Self.none
                result = append(child, to: result, .and)
                child = next
            }
        }
        return result
    }

    /// Whether the node restricts and never scores: dates, metadata and groups of them.
    func isFilter(_ node: NodeID) -> Bool {
        if isTooDeep { return false }
        switch kind(of: node) {
        case .leaf: return !leaves[Int(nodes[Int(node)].first)].isSpan
        case .near, .atLeast, .not: return false
        case .and, .or, .any:
            var child = nodes[Int(node)].first
            while child != Self.none {
                if !isFilter(child) { return false }
                child = nodes[Int(child)].next
            }
            return true
        }
    }

    // MARK: Proximity

    mutating func near(_ left: NodeID, _ right: [NodeID], _ near: ProximityOperator) -> NodeID {
        let query = NearQuery(
            left: 0, right: [], reach: near.reach, isOrdered: near.isOrdered, isNegated: near.isNegated)
        return unit(.near, .near(query), [left] + right)
    }

    mutating func atLeast(_ minimum: UInt32, _ child: NodeID) -> NodeID {
        unit(.atLeast, .atLeast(AtLeastQuery(child: 0, count: minimum)), [child])
    }

    private mutating func unit(_ kind: Kind, _ slot: QueryNode, _ children: [NodeID]) -> NodeID {
        leaves.append(slot)
        let node = make(Node(kind: kind, depth: 1, first: Self.none, slot: leafCount - 1))
        for child in children {
            nodes[Int(child)].next = Self.none
            link(child, to: node)
        }
        return node
    }

    /// Whether a leaf made since `first`, or a group of such, has a weight of its own.
    func hasBoost(leavesSince first: Int32) -> Bool {
        boosts.last.map { $0.leaves.lowerBound >= first } ?? false
    }

    /// What an operand of proximity is made of.
    struct Parts {
        /// All of them near: leaves of the text, disjunctions of such, and units.
        var spans: [NodeID] = []
        /// Required beside them: dates, metadata and negations.
        var lifted: [NodeID] = []
        /// Whether something could not be kept as it stood.
        var isChanged = false

        mutating func add(_ other: Parts) {
            spans += other.spans
            lifted += other.lifted
            isChanged = isChanged || other.isChanged
        }
    }

    /// Takes an operand of proximity apart; its nodes are used up.
    mutating func takeApart(_ node: NodeID, reach: NearReach) -> Parts {
        // Beyond the limit of depth nothing is built any more.
        if isTooDeep { return Parts(spans: [node]) }
        switch kind(of: node) {
        case .leaf:
            return leaves[Int(nodes[Int(node)].first)].isSpan ? Parts(spans: [node]) : Parts(lifted: [node])
        case .near: return Parts(spans: [node])
        case .not: return Parts(lifted: [node])
        case .atLeast: return Parts(spans: [nodes[Int(node)].first], isChanged: true)
        case .and:
            var parts = Parts()
            for child in takeChildren(of: node) { parts.add(takeApart(child, reach: reach)) }
            return parts
        case .or: return alternatives(takeChildren(of: node), reach: reach)
        case .any: return takeApartAny(node, reach: reach)
        }
    }

    private mutating func takeApartAny(_ node: NodeID, reach: NearReach) -> Parts {
        let clauses = takeChildren(of: node)
        let required = clauses.filter { nodes[Int($0)].role == .required }
        let optional = clauses.filter { nodes[Int($0)].role == .optional }
        var parts = Parts()
        if required.isEmpty {
            parts = alternatives(optional, reach: reach)
        } else {
            for clause in required { parts.add(takeApart(clause, reach: reach)) }
            parts.isChanged = parts.isChanged || !optional.isEmpty
        }
        parts.lifted += clauses.filter { nodes[Int($0)].role == .excluded }
        return parts
    }

    private mutating func alternatives(_ children: [NodeID], reach: NearReach) -> Parts {
        var parts = Parts()
        var list = Self.none
        for child in children {
            let inner = takeApart(child, reach: reach)
            // A negation or a date cannot be an alternative of something near, and several words at once are near
            // each other then.
            if inner.isChanged || !inner.lifted.isEmpty || inner.spans.count > 1 { parts.isChanged = true }
            guard let first = inner.spans.first else { continue }
            let rest = Array(inner.spans.dropFirst())
            let span = rest.isEmpty ? first : near(first, rest, ProximityOperator(reach: reach))
            nodes[Int(span)].next = Self.none
            nodes[Int(span)].role = .optional
            list = append(span, to: list, .or)
        }
        if list != Self.none { parts.spans = [list] }
        return parts
    }

    private mutating func takeChildren(of node: NodeID) -> [NodeID] {
        var children: [NodeID] = []
        var child = nodes[Int(node)].first
        while child != Self.none {
            children.append(child)
            let next = nodes[Int(child)].next
            nodes[Int(child)].next = Self.none
            child = next
        }
        return children
    }

    /// Multiplies the weight of the leaves made since `first`.
    mutating func boost(leavesSince first: Int32, by factor: Float) {
        boosts.append(Boost(leaves: first..<leafCount, factor: factor))
    }

    private mutating func make(_ node: Node) -> NodeID {
        nodes.append(node)
        return NodeID(nodes.count - 1)
    }

    private mutating func link(_ child: NodeID, to parent: NodeID) {
        nodes[Int(parent)].depth = max(nodes[Int(parent)].depth, deeper(nodes[Int(child)].depth))
        attach(child, child, to: parent)
    }

    private mutating func splice(_ list: NodeID, into parent: NodeID) {
        nodes[Int(parent)].depth = max(nodes[Int(parent)].depth, nodes[Int(list)].depth)
        attach(nodes[Int(list)].first, nodes[Int(list)].last, to: parent)
    }

    private mutating func attach(_ first: NodeID, _ last: NodeID, to parent: NodeID) {
        if nodes[Int(parent)].first == Self.none {
            nodes[Int(parent)].first = first
        } else {
            nodes[Int(nodes[Int(parent)].last)].next = first
        }
        nodes[Int(parent)].last = last
    }

    private mutating func deeper(_ depth: UInt8) -> UInt8 {
        if depth < QueryParser.maximumDepth { return depth + 1 }
        isTooDeep = true
        return depth
    }

    // MARK: The finished tree

    /// The nodes below `root`, children before parents.
    mutating func tree(below root: NodeID) -> [QueryNode] {
        applyBoosts()
        if kind(of: root) == .leaf { return [leaves[Int(nodes[Int(root)].first)]] }
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
    private func flatTree(_ root: NodeID) -> [QueryNode]? {
        guard kind(of: root) == .and || kind(of: root) == .or else { return nil }
        var result: [QueryNode] = []
        result.reserveCapacity(leaves.count + 1)
        var child = nodes[Int(root)].first
        while child != Self.none {
            guard kind(of: child) == .leaf else { return nil }
            result.append(leaves[Int(nodes[Int(child)].first)])
            child = nodes[Int(child)].next
        }
        result.append(node(root, Array(result.indices), weighted: true))
        return result
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

    /// Whether it is a leaf that stands somewhere in the text.
    fileprivate var isSpan: Bool {
        switch self {
        case .word(let leaf): !leaf.field.isMetadata
        case .form(let leaf): !leaf.field.isMetadata
        case .phrase(let leaf): !leaf.field.isMetadata
        case .compound(let leaf): !leaf.field.isMetadata
        case .prefix(let leaf): !leaf.field.isMetadata
        case .pattern(let leaf): !leaf.field.isMetadata
        case .near, .atLeast, .dates, .and, .or, .not, .any: false
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
