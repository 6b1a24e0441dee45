package lingdian.agent.link;

import java.util.UUID;

/**
 * The description of an agent in its hello (handbook, protocol-messages.md#hello).
 *
 * @param stream the numbered sequence that its events belong to
 * @param agent name and version of its program
 * @param terminals how many terminals the café has installed
 */
public record AgentStream(UUID stream, String agent, int terminals) {}
