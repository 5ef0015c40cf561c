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

    struct Node {
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
    struct Boost {
        var leaves: Range<Int32>
        var factor: Float
    }

    var nodes: [Node] = []
    /// Leaves of the query, and slots of its `near` and `atLeast` nodes, whose children are filled in at the end.
    var leaves: [QueryNode] = []
    /// In the order in which their groups ended, so nested ones stand before those around them.
    var boosts: [Boost] = []
    private(set) var isTooDeep = false

    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        leaves.removeAll(keepingCapacity: true)
        // Those of the last query were given away.
        if leaves.capacity == 0 { leaves.reserveCapacity(8) }
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

    /// Multiplies the weight of the leaves made since `first`.
    mutating func boost(leavesSince first: Int32, by factor: Float) {
        boosts.append(Boost(leaves: first..<leafCount, factor: factor))
    }

    mutating func make(_ node: Node) -> NodeID {
        nodes.append(node)
        return NodeID(nodes.count - 1)
    }

    mutating func link(_ child: NodeID, to parent: NodeID) {
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
}

extension QueryNode {
    /// Whether it is a leaf that stands somewhere in the text.
    var isSpan: Bool {
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
}
