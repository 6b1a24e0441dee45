/**
 * The agent's connection to the service: streams, answers, back-off. Used by other rooms: {@code AgentLink},
 * {@code AgentConnection}.
 */
@NullMarked
package lingdian.agent.link;

import org.jspecify.annotations.NullMarked;
