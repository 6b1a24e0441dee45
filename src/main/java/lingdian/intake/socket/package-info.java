/**
 * The agents' endpoints: WebSocket and HTTP, frames, back-pressure, takeover and notices. It holds no SQL and no
 * rules. Begin with {@code AgentApi}, which mounts them, and {@code AgentSocket}, one connection.
 */
@NullMarked
package lingdian.intake.socket;

import org.jspecify.annotations.NullMarked;
