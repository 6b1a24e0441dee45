package lingdian.agent.link;

import java.util.UUID;

/**
 * What an agent says of itself in its hello (SPEC.md, section 2.1).
 *
 * @param stream the numbered sequence that its events belong to
 * @param agent name and version of its program
 * @param terminals how many the café has installed
 */
public record AgentStream(UUID stream, String agent, int terminals) {}
