// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import LedeKit
import Logging
import Metrics

/// Counts, times and logs every request, and answers every error with problem JSON.
struct RequestObserver<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = try problem(error, context).response(from: request, context: context)
        }
        let taken = ContinuousClock.now - started
        let route = context.endpointPath ?? "none"
        let status = response.status.code
        Counter(label: "lede_http_requests_total", dimensions: [("route", route), ("status", "\(status)")]).increment()
        Timer(label: "lede_http_request_seconds", dimensions: [("route", route)]).record(duration: taken)
        context.logger.log(
            level: status >= 500 && status != 503 ? .error : .info, "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "status": "\(status)",
                "ms": "\(Self.rounded(taken.milliseconds))", "bytes": "\(response.body.contentLength ?? 0)",
                "peer": "\(Connection.current?.peer ?? "")",
            ])
        return response
    }

    private func problem(_ error: any Error, _ context: Context) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as LedeError:
            let problem = Problem(error)
            if problem.status == .internalServerError {
                context.logger.error("archive error", metadata: ["reason": "\(error.message)"])
            }
            return problem
        case let error as any HTTPResponseError where error.status == .notFound: return .notFound
        default:
            context.logger.error("unexpected error", metadata: ["reason": "\(error)"])
            return Problem(status: .internalServerError, code: "internal", detail: "Something went wrong here; see the log.")
        }
    }

    private static func rounded(_ milliseconds: Double) -> Double { (milliseconds * 1000).rounded() / 1000 }
}

extension Metrics.Timer {
    func record(duration: Duration) {
        let (seconds, attoseconds) = duration.components
        recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
