/**
 * The agent's connection to the service: streams, answers, back-off. Main types: {@code AgentLink},
 * {@code AgentConnection}.
 */
@NullMarked
package lingdian.agent.link;

import org.jspecify.annotations.NullMarked;
