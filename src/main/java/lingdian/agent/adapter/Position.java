package lingdian.agent.adapter;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far an adapter has read, and who sits where according to its lines.
 *
 * <p>It may be older than the records, never newer: what was recorded since is known again by its session ids.
 *
 * @param generation tells the files apart that this adapter has read; part of the session ids, so never used twice
 * @param file the name under which the file was read
 * @param identity the {@link FileIdentity}; empty as long as the file has no line of its own
 * @param key the file system's key of the file; empty where there is none
 * @param offset the first byte that was not read
 * @param sinceMillis a file that a rotation made after this one was not written to before this time
 * @param done identities of files that need not be read any more, the newest last
 * @param seats from terminals to the sessions that lines up to here opened and did not close
 */
record Position(
        long generation,
        String file,
        String identity,
        String key,
        long offset,
        long sinceMillis,
        List<String> done,
        Map<String, String> seats) {
    private static final int DONE_MAX = 64;

    Position {
        done = List.copyOf(done.subList(Math.max(0, done.size() - DONE_MAX), done.size()));
        seats = Map.copyOf(seats);
    }

    /** The beginning of another file. */
    static Position fresh(
            long generation, String file, long sinceMillis, List<String> done, Map<String, String> seats) {
        return new Position(generation, file, "", "", 0, sinceMillis, done, seats);
    }

    /** The same place in the same file, which has another key now. */
    Position underKey(String other) {
        return new Position(generation, file, identity, other, offset, sinceMillis, done, seats);
    }

    Position at(long next, String identified, Map<String, String> seated) {
        return new Position(generation, file, identified, key, next, sinceMillis, done, seated);
    }

    /** The identities that are done once this file is. */
    List<String> doneWithThis() {
        var all = new ArrayList<>(done);
        if (!identity.isEmpty()) {
            all.add(identity);
        }
        return all;
    }

    boolean isDone(String other) {
        return other.equals(identity) || done.contains(other);
    }

    /** The id of a session that the line at {@code lineOffset} opens. */
    String session(String adapter, long lineOffset) {
        return adapter + "." + Long.toString(generation, Character.MAX_RADIX) + "."
                + Long.toString(lineOffset, Character.MAX_RADIX);
    }

    JsonObject json() {
        return new JsonObject()
                .put("generation", generation)
                .put("file", file)
                .put("identity", identity)
                .put("key", key)
                .put("offset", offset)
                .put("sinceMillis", sinceMillis)
                .put("done", new JsonArray(done))
                .put("seats", new JsonObject(new LinkedHashMap<>(seats)));
    }

    /** @throws RuntimeException if it was not written by {@link #json} */
    static Position of(JsonObject json) {
        var seats = new LinkedHashMap<String, String>();
        json.getJsonObject("seats").forEach(seat -> seats.put(seat.getKey(), (String) seat.getValue()));
        return new Position(
                json.getLong("generation"),
                json.getString("file"),
                json.getString("identity"),
                json.getString("key"),
                json.getLong("offset"),
                json.getLong("sinceMillis"),
                json.getJsonArray("done").stream().map(String.class::cast).toList(),
                seats);
    }

    @Override
    public String toString() {
        return "Position[" + generation + ", " + offset + "]";
    }
}
