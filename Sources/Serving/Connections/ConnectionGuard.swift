// SPDX-License-Identifier: Apache-2.0
import LedeKit
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client is too slow: with its headers, its body, or in taking a reply.
///
/// Stands between the HTTP decoder and the application. One timer a connection, which looks at the deadline in force.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connection: Connection
    private let limits: ServiceLimits
    private var deadline: NIODeadline?
    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture
    private var requestsInFlight = 0
    /// Whether the head of a reply was written and its end is not.
    private var isReplying = false
    private var bodyBytes = 0

    init(_ connection: Connection, limits: ServiceLimits) {
        self.connection = connection
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        expect(within: limits.headerTime, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.clientLeft()
        timer?.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that sends nothing more is taken to have gone: an ordinary close looks no different.
        if case .inputClosed? = event as? ChannelEvent { connection.clientLeft() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is IOError { connection.clientLeft() }
        context.fireErrorCaught(error)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            requestsInFlight += 1
            bodyBytes = 0
            connection.becomeBusy()
            expect(within: limits.bodyTime, context)
        case .body(let buffer):
            bodyBytes += buffer.readableBytes
            // The application answers 413 where the length is announced; this is for lengths that are not.
            if bodyBytes > limits.bodyBytes {
                context.close(promise: nil)
                return
            }
        case .end:
            // A deadline for taking a reply, or for the next request after one that came before the body's end, stays.
            if requestsInFlight > 0, !isReplying { deadline = nil }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.status.kind != .informational {
                isReplying = true
                expect(within: limits.replyTime, context)
            }
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            let bound = NIOLoopBound((guard: self, context: context), eventLoop: context.eventLoop)
            written.futureResult.whenSuccess { bound.value.guard.replyWritten(bound.value.context) }
            context.write(data, promise: written)
        }
    }

    private func replyWritten(_ context: ChannelHandlerContext) {
        requestsInFlight -= 1
        isReplying = false
        guard requestsInFlight <= 0 else { return }
        connection.becomeIdle()
        expect(within: limits.idleTime, context)
    }

    // MARK: The timer

    private func expect(within time: Duration, _ context: ChannelHandlerContext) {
        let end = NIODeadline.now() + TimeAmount(time)
        deadline = end
        // A later deadline is found when the timer goes off; most replies need no new timer.
        if timer == nil || end < timerDeadline { schedule(end, context) }
    }

    private func schedule(_ end: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timerDeadline = end
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: end) { self.timerWentOff(context) }
    }

    private func timerWentOff(_ context: ChannelHandlerContext) {
        timer = nil
        guard let deadline else { return }
        if deadline <= .now() {
            connection.clientLeft()
            context.close(promise: nil)
        } else {
            schedule(deadline, context)
        }
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
