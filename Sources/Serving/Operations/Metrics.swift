// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import Synchronization

/// A swift-metrics backend that Prometheus can read: everything is kept in memory and written out as text on request.
final class PrometheusMetrics: MetricsFactory {
    /// Upper bounds of a timer's buckets, in seconds.
    static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

    private struct Family {
        var kind: String
        var series: [String: any Series] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    /// All series, by the text format 0.0.4.
    var text: String {
        let families = families.withLock { $0 }
        var out = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            out += "# TYPE \(name) \(family.kind)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) { series.write(name, labels, to: &out) }
        }
        return out
    }

    private func series<Kind: Series>(_ label: String, _ dimensions: [(String, String)], kind: String, _ make: () -> Kind) -> Kind {
        let labels = dimensions.map { "\($0.0)=\"\(Self.escape($0.1))\"" }.joined(separator: ",")
        return families.withLock {
            if let known = $0[label]?.series[labels] as? Kind { return known }
            let new = make()
            $0[label, default: Family(kind: kind)].series[labels] = new
            return new
        }
    }

    private static func escape(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, kind: "counter") { Count() }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, kind: "gauge") { Level() }
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, kind: "gauge") { Level() }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, kind: "histogram") { Histogram() }
    }

    // Series live as long as the process.
    func destroyCounter(_: any CounterHandler) {}
    func destroyMeter(_: any MeterHandler) {}
    func destroyRecorder(_: any RecorderHandler) {}
    func destroyTimer(_: any TimerHandler) {}
}

/// The values of one name and set of labels.
private protocol Series: Sendable {
    func write(_ name: String, _ labels: String, to out: inout String)
}

private func line(_ name: String, _ labels: String, _ value: String) -> String {
    labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
}

private final class Count: CounterHandler, Series {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to out: inout String) {
        out += line(name, labels, "\(value.load(ordering: .relaxed))")
    }
}

private final class Level: MeterHandler, RecorderHandler, Series {
    private let value = Mutex(0.0)

    func set(_ new: Int64) { set(Double(new)) }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ new: Int64) { set(new) }
    func record(_ new: Double) { set(new) }

    func write(_ name: String, _ labels: String, to out: inout String) {
        out += line(name, labels, "\(value.withLock { $0 })")
    }
}

private final class Histogram: TimerHandler, Series {
    private struct State {
        var counts = [Int](repeating: 0, count: PrometheusMetrics.bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = PrometheusMetrics.bounds.firstIndex { seconds <= $0 } ?? PrometheusMetrics.bounds.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += seconds
        }
    }

    func write(_ name: String, _ labels: String, to out: inout String) {
        let state = state.withLock { $0 }
        let more = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (index, count) in state.counts.enumerated() {
            total += count
            let bound = index < PrometheusMetrics.bounds.count ? "\(PrometheusMetrics.bounds[index])" : "+Inf"
            out += line(name + "_bucket", more + "le=\"\(bound)\"", "\(total)")
        }
        out += line(name + "_sum", labels, "\(state.sum)")
        out += line(name + "_count", labels, "\(total)")
    }
}
