// SPDX-License-Identifier: Apache-2.0

extension QueryTreeBuilder {
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
}
