// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import LedePostings
package import LedeQueries
import LedeSegments

/// Explains a query's results document by document, with the plan and the evaluator of the search itself.
package struct Explainer {
    private let query: Query
    private let request: SearchRequest
    private let searcher: Searcher
    private let plan: QueryPlan
    /// Plans of what stands inside units of proximity, by node of the query: there they are no units of their own.
    private var partPlans: [Int: QueryPlan] = [:]

    /// - Returns: nil for a query that asks for nothing, or that is refused.
    package init?(_ query: Query, _ request: SearchRequest, _ searcher: Searcher) throws(Damage) {
        self.query = query
        self.request = request
        self.searcher = searcher
        guard let plan = try Self.plan(query, request, searcher) else { return nil }
        self.plan = plan
        var filterless = request
        filterless.sources = []
        filterless.intervals = []
        for part in query.partsOfUnits() { partPlans[part] = try Self.plan(query.part(part), filterless, searcher) }
    }

    private static func plan(
        _ query: Query, _ request: SearchRequest, _ searcher: Searcher
    ) throws(Damage) -> QueryPlan? {
        searcher.scratch.interruption = nil
        var planner = QueryPlanner(
            segments: searcher.segments, statistics: searcher.statistics, parameters: request.parameters,
            scratch: searcher.scratch)
        let plan = try planner.plan(
            query, sources: request.sources, intervals: request.intervals)
        return planner.refusal == nil ? plan : nil
    }

    /// Explains one live document of one of the searcher's segments.
    package func explain(segment index: Int, document: UInt32) throws(Damage) -> DocumentExplanation {
        let live = searcher.segments[index]
        let place = Place(segment: index, document: document, live: live)
        var nodes = Array(repeating: DocumentExplanation.Node(), count: query.nodes.count)
        var whole = try Evaluation(plan, place, searcher)
        for node in query.nodes.indices where partPlans[node] == nil { nodes[node] = try whole.explain(node) }
        for (node, plan) in partPlans {
            var part = try Evaluation(plan, place, searcher)
            nodes[node] = try part.explain(plan.root)
            nodes[node].sum = 0
            nodes[node].bonus = 0
            nodes[node].weight = nil
        }
        let root = try whole.explain(plan.root)
        for node in uncounted(nodes) { nodes[node].sum = 0 }
        addBonuses(to: &nodes)
        let isWithinDates =
            request.intervals.isEmpty ? true : try live.segment.isDated(document, withinAll: request.intervals)
        var isOfSources = true
        if !request.sources.isEmpty, case .and(let children) = plan.nodes[plan.root], let filter = children.last {
            isOfSources = try whole.explain(filter).isMatched
        }
        let lengths = unsafe try live.segment.documentLengths()
        return DocumentExplanation(
            nodes: nodes, isWithinDates: isWithinDates, isOfSources: isOfSources,
            isHit: root.isMatched && isWithinDates && !live.tombstones.contains(document),
            sum: root.sum + (query.root.map { nodes[$0].bonus } ?? 0),
            scale: plan.scale, length: unsafe lengths[document], parameters: request.parameters,
            statistics: searcher.statistics)
    }

    /// A document has the bonuses of all words that it has as they were typed: an operator's is that of what stands below.
    private func addBonuses(to nodes: inout [DocumentExplanation.Node]) {
        // Children stand before their parents.
        for (index, node) in query.nodes.enumerated() {
            switch node {
            case .and(let children), .or(let children):
                nodes[index].bonus = children.reduce(0) { $0 + nodes[$1].bonus }
            case .any(let required, let optional, _):
                nodes[index].bonus = (required + optional).reduce(0) { $0 + nodes[$1].bonus }
            default: break
            }
        }
    }

    /// Nodes below one that does not match or that excludes: what they would add is not counted.
    private func uncounted(_ nodes: [DocumentExplanation.Node]) -> Set<Int> {
        var uncounted = Set<Int>()
        for (index, node) in query.nodes.enumerated().reversed() {
            let isCounted = nodes[index].isMatched && !uncounted.contains(index)
            switch node {
            case .and(let children), .or(let children): if !isCounted { uncounted.formUnion(children) }
            case .any(let required, let optional, let excluded):
                if !isCounted { uncounted.formUnion(required + optional) }
                uncounted.formUnion(excluded)
            case .not(let child): uncounted.insert(child)
            default: break
            }
        }
        return uncounted
    }
}

private struct Place {
    var segment: Int
    var document: UInt32
    var live: LiveSegment
}

/// A plan evaluated at one document, node by node.
private struct Evaluation {
    private let search: BucketSearch
    private var evaluator: GeneralEvaluator
    private let searcher: Searcher
    private let segment: Int
    private let document: UInt32

    init(_ plan: QueryPlan, _ place: Place, _ searcher: Searcher) throws(Damage) {
        let buckets = place.live.segment.buckets
        let bucket = buckets.firstIndex { $0.documents.contains(place.document) } ?? 0
        search = try BucketSearch.open(
            plan, segment: place.segment, of: searcher.segments, bucket: bucket, only: place.document,
            scratch: searcher.scratch)
        evaluator = try GeneralEvaluator(search, scored: true, scratch: searcher.scratch)
        self.searcher = searcher
        segment = place.segment
        document = place.document
    }

    mutating func explain(_ node: Int) throws(Damage) -> DocumentExplanation.Node {
        var result = DocumentExplanation.Node()
        let scratch = searcher.scratch
        let window = try evaluator.evaluate(node: node, in: document..<document + 1)
        window.extract(atLeast: 0, into: scratch.candidates)
        scratch.release(window)
        result.isMatched = scratch.candidates.count > 0
        if result.isMatched { result.sum = scratch.candidates.sum(0) }
        guard case .leaf(let index) = search.plan.nodes[node] else { return result }
        let leaf = search.plan.leaves[index]
        result.frequency = try search.cursors[index]?.frequency(in: document) ?? 0
        result.weight = leaf.weight
        if leaf.bonus > 0, case .term(_, let inTitle) = leaf.matcher, let typed = leaf.typed?[segment],
            let cursor = try search.live.segment.cursor(typed, bucket: search.bucket, inTitle: inTitle),
            try cursor.frequency(in: document) > 0 {
            result.bonus = leaf.bonus
        }
        result.words = leaf.words.all.map { ($0.text, $0.documentFrequency, searcher.statistics.idf($0.documentFrequency)) }
        return result
    }
}
