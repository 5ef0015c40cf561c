// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// Hummingbird's HTTP/1 with a guard and a place in the ledger for every connection.
struct GuardedChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let connection: Connection
        let http: HTTP1Channel.Value
        var channel: any Channel { http.channel }
    }

    let responder: HTTPChannelHandler.Responder
    let ledger: ConnectionLedger
    let limits: ServiceLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connection = Connection(channel)
        guard ledger.enter(connection) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(ChannelError.alreadyClosed)
        }
        return http(connection).setup(channel: channel, logger: logger).map { Value(connection: connection, http: $0) }
    }

    func handle(value: Value, logger: Logger) async {
        let executor = EventLoopExecutor(value.channel.eventLoop)
        await withTaskExecutorPreference(executor) {
            await Connection.$current.withValue(value.connection) {
                await http(value.connection).handle(value: value.http, logger: logger)
            }
        }
    }

    private func http(_ connection: Connection) -> HTTP1Channel {
        // What is a little too large gets an answer that says so; what is much too large is not even read.
        let decoding = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 16 * limits.targetBytes, maxHeaderListSize: 16 * limits.targetBytes + 2 * limits.headerBytes,
            maxHeaderFieldCount: 2 * limits.headerCount)
        let limits = limits
        return HTTP1Channel(
            responder: responder,
            configuration: .init(
                additionalChannelHandlers: [ConnectionGuard(connection, limits: limits)], httpDecoderConfiguration: decoding))
    }
}
