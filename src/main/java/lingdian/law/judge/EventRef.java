package lingdian.law.judge;

import java.util.UUID;

/**
 * One event of a café's record, as evidence.
 *
 * @param region the café's region when the evidence was taken: decides who may see it
 */
public record EventRef(String placeCode, String region, UUID stream, long seq) {}
