/**
 * The agents' endpoints: WebSocket and HTTP, frames, back-pressure, takeover and notices. It holds no SQL and no
 * rules.
 */
@NullMarked
package lingdian.intake.socket;

import org.jspecify.annotations.NullMarked;
