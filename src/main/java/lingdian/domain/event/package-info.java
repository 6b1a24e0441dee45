/**
 * The words of the wire between cafés and the service: messages, events and their codec. Pure. Seen from outside:
 * {@code AgentCodec}, {@code AgentEvent}.
 */
@NullMarked
package lingdian.domain.event;

import org.jspecify.annotations.NullMarked;
