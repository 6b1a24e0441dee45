/**
 * The protocol's vocabulary between cafés and the service: messages, events and their codec. Pure. Main types: {@code
 * AgentCodec}, {@code AgentEvent}.
 */
@NullMarked
package lingdian.domain.event;

import org.jspecify.annotations.NullMarked;
