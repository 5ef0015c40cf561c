// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeAnalysis
import LedeArticles
import LedePostings
import LedeQueries
import LedeSegments

/// Looks a query's words up in every segment and weighs them.
struct QueryPlanner {
    let segments: [LiveSegment]
    let statistics: CollectionStatistics
    let parameters: BM25
    private let scratch: SearchScratch
    var rooms: UnionRooms { scratch.unionRooms }
    var interruption: Interruption? { scratch.interruption }
    /// Whether nothing but the number of matches is wanted.
    private(set) var countsAlone = false
    private var leaves = ShortList<Leaf>()
    private var nodes: [QueryPlan.Node] = []

    /// - Parameter scratch: the thread's; when its interruption is raised, patterns are not looked up to their end, and the
    ///   plan is of no use.
    init(segments: [LiveSegment], statistics: CollectionStatistics, parameters: BM25 = BM25(), scratch: SearchScratch) {
        self.scratch = scratch
        self.segments = segments
        self.statistics = statistics
        self.parameters = parameters
    }

    /// - Parameter countsAlone: whether nothing but the number of matches is wanted: words that change scores alone are then
    ///   not looked up, and missing among the plan's, and no leaf has a scoring.
    /// - Returns: nil if the query is empty.
    mutating func plan(
        _ query: Query, sources: [[UInt8]], intervals: [Range<Int64>], countsAlone: Bool = false
    ) throws(Damage) -> QueryPlan? {
        guard var root = query.root else { return nil }
        self.countsAlone = countsAlone
        if query.nodes.count == 1, sources.isEmpty, let leaf = try onlyLeaf(query.nodes[root]) {
            var leaves = ShortList<Leaf>()
            leaves.append(leaf)
            if !countsAlone { setScorings(of: leaves) }
            return QueryPlan(
                nodes: QueryPlan.oneLeaf, root: root, leaves: leaves, scale: scale, intervals: intervals,
                clauses: .oneLeaf)
        }
        let parts = query.partsOfUnits()
        let unwanted = countsAlone ? query.nodesThatOnlyScore() : []
        nodes.reserveCapacity(query.nodes.count + 2)
        leaves = ShortList(capacity: query.nodes.count + 1)
        for (index, node) in query.nodes.enumerated() {
            if parts.contains(index) || (!unwanted.isEmpty && unwanted[index]) {
                nodes.append(.or([]))
            } else if node.isSpanUnit {
                append(try spanLeaf(index, of: query))
            } else if countsAlone, case .any(let required, _, let excluded) = node, !required.isEmpty {
                nodes.append(.any(required: required, optional: [], excluded: excluded))
            } else {
                try add(node)
            }
        }
        if !sources.isEmpty { root = try restrict(root, to: sources) }
        weigh(root: root)
        if !countsAlone { setScorings(of: leaves) }
        let (clauses, named) = QueryPlan.clauses(root: root, nodes: nodes)
        return QueryPlan(
            nodes: nodes, root: root, leaves: leaves, scale: scale,
            intervals: intervals.isEmpty ? named : named + intervals, clauses: clauses)
    }

    /// A plan for every document of one of these sources, of which there is at least one.
    mutating func plan(sources: [[UInt8]], intervals: [Range<Int64>]) throws(Damage) -> QueryPlan {
        let root = try addSources(sources)
        let (clauses, _) = QueryPlan.clauses(root: root, nodes: nodes)
        return QueryPlan(nodes: nodes, root: root, leaves: leaves, scale: scale, intervals: intervals, clauses: clauses)
    }

    private var scale: Float = 1
    /// A pattern that stands for more forms than are looked up.
    private(set) var refusal: ExpansionRefusal?

    private mutating func add(_ node: QueryNode) throws(Damage) {
        switch node {
        case .and(let children): nodes.append(.and(children))
        case .or(let children): nodes.append(.or(children))
        case .not(let child): nodes.append(.not(child))
        case .any(let required, let optional, let excluded):
            nodes.append(.any(required: required, optional: optional, excluded: excluded))
        case .dates(let dates): nodes.append(.dates(dates.interval))
        case .word, .form, .phrase, .compound, .prefix, .pattern, .near, .atLeast:
            guard let leaf = try leaf(of: node) else { preconditionFailure("units of spans are planned as such") }
            append(leaf)
        }
    }

    /// The leaf of a query's one node; nil for a unit of spans, which takes the common route.
    private mutating func onlyLeaf(_ node: QueryNode) throws(Damage) -> Leaf? {
        node.isSpanUnit ? nil : try leaf(of: node)
    }

    /// The leaf of a node that is one; nil for an operator, dates and units of spans.
    private mutating func leaf(of node: QueryNode) throws(Damage) -> Leaf? {
        switch node {
        case .word(let word): return try leaf(word)
        case .form(let form): return try leaf(form)
        case .phrase(let phrase): return try leaf(phrase)
        case .compound(let compound): return try leaf(compound)
        case .prefix(let prefix): return try leaf(prefix)
        case .pattern(let pattern):
            let expansion = try FormExpansion(pattern, segments: segments, interruption)
            if expansion.hasTooMany { refuse(ExpansionRefusal(text: pattern.text)) }
            return try leaf(pattern, expansion)
        case .and, .or, .not, .any, .near, .atLeast, .dates: return nil
        }
    }

    mutating func refuse(_ refused: ExpansionRefusal) { refusal = refusal ?? refused }

    private mutating func append(_ leaf: Leaf) {
        nodes.append(.leaf(leaves.count))
        leaves.append(leaf)
    }

    private mutating func restrict(_ root: Int, to sources: [[UInt8]]) throws(Damage) -> Int {
        let filter = try addSources(sources)
        if case .and(let children) = nodes[root] {
            nodes.append(.and(children + [filter]))
        } else {
            nodes.append(.and([root, filter]))
        }
        return nodes.count - 1
    }

    /// Adds the documents of any of the sources as a node.
    private mutating func addSources(_ sources: [[UInt8]]) throws(Damage) -> Int {
        var alternatives: [Int] = []
        for source in sources {
            let key = [5] + source
            let found = try terms(SearchedKey(stem: key, form: key))
            append(
                Leaf(matcher: .term(found.terms, inTitle: false), weight: nil, scoring: nil, documentFrequency: nil, words: .several([])))
            alternatives.append(nodes.count - 1)
        }
        if alternatives.count == 1 { return alternatives[0] }
        nodes.append(.or(alternatives))
        return nodes.count - 1
    }

    /// Takes the weight of leaves that do not score: those below NOT add nothing, and do not count for the scale.
    private mutating func weigh(root: Int) {
        if case .leaf(let leaf) = nodes[root] {
            // The query is one leaf.
            for index in leaves.indices where index != leaf { leaves[index].weight = nil }
        } else if nodes.contains(where: \.excludes) {
            forgetWeights(below: root)
        }
    }

    /// Gives the leaves that have a weight their scoring, in the units of sums.
    private mutating func setScorings(of leaves: ShortList<Leaf>) {
        let preference = Float(parameters.exactBonus)
        var total: Double = 0
        for index in leaves.indices { total += Double(leaves[index].weight ?? 0) }
        if preference > 0 {
            for index in leaves.indices where leaves[index].typed != nil {
                total += Double((leaves[index].weight ?? 0) * preference)
            }
        }
        scale = CollectionStatistics.scale(total: total)
        for index in leaves.indices {
            let leaf = leaves[index]
            guard let weight = leaf.weight else { continue }
            leaf.scoring = statistics.scoring(weight: weight, scale: scale, parameters: parameters)
            if leaf.typed != nil { leaf.bonus = Int32((weight * preference * scale).rounded(.toNearestOrEven)) }
        }
    }

    /// Takes the weight of leaves that are only reached through NOT.
    private mutating func forgetWeights(below root: Int) {
        var scores = [Bool](repeating: false, count: leaves.count)
        var open = [root]
        while let index = open.popLast() {
            switch nodes[index] {
            case .leaf(let leaf): scores[leaf] = true
            case .and(let children), .or(let children): open += children
            case .any(let required, let optional, _): open += required + optional
            case .not, .dates: break
            }
        }
        for index in leaves.indices where !scores[index] { leaves[index].weight = nil }
    }
}
