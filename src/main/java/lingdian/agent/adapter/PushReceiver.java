package lingdian.agent.adapter;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lingdian.vault.seal.NewFile;

/**
 * Takes what a cashier's program pushes, each push once, however often it comes.
 *
 * <p>The last thousand ids are kept in a file, after what they led to was recorded. A push that comes again after a crash in
 * between has the session id that it had. Blocking; used by one thread.
 */
public final class PushReceiver {
    private static final int KEPT_MAX = 1_000;
    private static final int ID_CHARACTERS_MAX = 256;
    private static final int DIGEST_BYTES = 16;

    private final PushSettings settings;
    private final CardMapping mapping;
    private final Path file;
    private final InstantSource clock;
    private final Set<String> taken = new LinkedHashSet<>();
    private final CardHandover handover;
    private boolean begun;

    /** @param directory the agent's */
    public PushReceiver(PushSettings settings, Path directory, CardSink sink, InstantSource clock) {
        this.settings = settings;
        this.mapping = settings.mapping();
        this.file = directory.resolve("push-" + settings.name() + ".json");
        this.clock = clock;
        this.handover = new CardHandover(settings.name(), sink, clock);
    }

    /** What became of a push. */
    public enum Outcome {
        RECORDED,
        /** It came before. */
        REPEATED,
        /** Its word has no meaning here. */
        PASSED_OVER
    }

    /** On return it is recorded; after an {@link IOException} it is not, and shall be sent again. */
    public Outcome take(Map<String, String> members) throws IOException, CardRefusedException {
        String session = session(members);
        begin();
        if (taken.contains(session)) {
            return Outcome.REPEATED;
        }
        Optional<CardEvent> event = mapping.event(members);
        if (event.isEmpty()) {
            return Outcome.PASSED_OVER;
        }
        handover.handOn(event.get(), session);
        taken.add(session);
        if (taken.size() > KEPT_MAX) {
            taken.remove(taken.iterator().next());
        }
        save();
        return Outcome.RECORDED;
    }

    /** What a push would lead to, told to a sink of the caller; nothing is kept. */
    public Outcome tried(Map<String, String> members, CardSink other) throws IOException, CardRefusedException {
        String session = session(members);
        Optional<CardEvent> event = mapping.event(members);
        if (event.isEmpty()) {
            return Outcome.PASSED_OVER;
        }
        new CardHandover(settings.name(), other, clock).handOn(event.get(), session);
        return Outcome.RECORDED;
    }

    private String session(Map<String, String> members) throws CardRefusedException {
        String id = members.getOrDefault(settings.id(), "").strip();
        if (id.isEmpty() || id.length() > ID_CHARACTERS_MAX) {
            throw new CardRefusedException("the member of the id is empty, missing or longer than 256 characters");
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return settings.name() + ".p." + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        taken.clear();
        var seats = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            try {
                var kept = new JsonObject(Files.readString(file));
                kept.getJsonArray("taken").forEach(id -> taken.add((String) id));
                kept.getJsonObject("seats").forEach(seat -> seats.put(seat.getKey(), (String) seat.getValue()));
            } catch (RuntimeException damaged) {
                taken.clear(); // the sessions of the records still tell the logins apart
            }
        }
        handover.begin(seats);
        begun = true;
    }

    private void save() throws IOException {
        var kept = new JsonObject()
                .put("taken", new JsonArray(taken.stream().toList()))
                .put("seats", new JsonObject(new LinkedHashMap<>(handover.seats())));
        byte[] text = kept.encode().getBytes(StandardCharsets.UTF_8);
        try {
            if (Files.exists(file)) {
                NewFile.replace(file, text);
            } else {
                NewFile.write(file, text);
            }
        } catch (IOException failed) {
            begun = false; // read again what was kept
            throw failed;
        }
    }
}
