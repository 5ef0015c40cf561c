// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import Foundation
import Hummingbird
import LedeKit

/// Addresses for those who run the service; answered on the event loops, whatever the search threads do.
struct OperationRoutes: Sendable {
    let archive: ServedArchive
    let threads: SearchThreads
    let ledger: ConnectionLedger
    let state: ServiceState
    let metrics: PrometheusMetrics

    var endpoints: [Endpoint] {
        [
            Endpoint("/healthz") { _, _ in .json(#"{"status":"ok"}"#) }, Endpoint("/readyz") { _, _ in try ready() },
            Endpoint("/metrics") { _, _ in exposition() }, Endpoint("/openapi.json") { _, _ in .json(Page.openAPI) },
            Endpoint("/") { _, _ in Page.response() },
        ]
    }

    private func ready() throws -> Response {
        guard state.isReady else {
            throw Problem(
                status: .serviceUnavailable, code: "not-ready", detail: "The service is starting or stopping.",
                headers: [.retryAfter: "1"])
        }
        var json = JSONText()
        json.object {
            $0.member("status", "ready")
            $0.member("generation", archive.newest.number)
            $0.member("failure", archive.failure?.message)
        }
        return .json(json.text)
    }

    private func exposition() -> Response {
        let load = threads.load
        let newest = archive.newest
        gauge("lede_searches_running", load.running)
        gauge("lede_searches_slow", load.slow)
        gauge("lede_searches_waiting", load.waiting)
        gauge("lede_connections", ledger.count)
        gauge("lede_generation", newest.number)
        gauge("lede_articles", newest.archive.articleCount)
        gauge("lede_generation_failed", archive.failure == nil ? 0 : 1)
        gauge("process_open_fds", Self.openFiles())
        gauge("process_resident_memory_bytes", Self.residentBytes())
        gauge("process_start_time_seconds", Int(state.startTime))
        return .bytes(metrics.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private func gauge(_ label: String, _ value: Int) {
        metrics.makeMeter(label: label, dimensions: []).set(Int64(value))
    }

    private static func openFiles() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// The second number of `statm` counts pages.
    private static func residentBytes() -> Int {
        let numbers = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return numbers.count > 1 ? (Int(numbers[1]) ?? 0) * 4096 : 0
    }
}
