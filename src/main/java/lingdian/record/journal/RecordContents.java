package lingdian.record.journal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.NetworkIdentity;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.ReceivedEvent;
import lingdian.platform.text.Rfc3339;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a record's content was received: its keyed hash and its sealed text are of the service's keys, which whoever
 * appends records of their own does not have (handbook, evidence.md#contents).
 *
 * <p>The keyed hash is of the event as the agent spelled it. That text is kept where the event was rejected. The project's own
 * agent spells every event in one way, so its events are spelled again from the record. Of other agents nobody can tell, and a
 * café's program may call itself what it likes.
 */
final class RecordContents {
    /** As its hello says. */
    static final String OWN_AGENT = "lingdian-agent";

    private static final List<ZoneId> ZONES = List.of(ChinaTime.ZONE, ZoneOffset.UTC);

    private final Vault vault;
    private final Set<UUID> ownAgents;

    /** @param ownAgents the streams of the project's own agent */
    RecordContents(Vault vault, Set<UUID> ownAgents) {
        this.vault = vault;
        this.ownAgents = Set.copyOf(ownAgents);
    }

    /** @param certain false where the café may have sent the record by a program that only calls itself the project's agent */
    record Fault(String what, boolean certain) {}

    /** What does not fit; null if everything does, or nobody can tell. */
    @Nullable
    Fault fault(
            JournalRecord record, VerificationStore.StreamEnd stream, VerificationStore.@Nullable SealedRow sealed) {
        String text = null;
        if (sealed != null) {
            var ref = new SealedRef(stream.placeCode().value(), stream.stream(), record.seq(), sealed.kind());
            try {
                text = vault.unseal(sealed.ciphertext(), ref);
            } catch (VaultException closed) {
                return closed.keyRetired() ? null : new Fault("its sealed text was not sealed by the service", true);
            }
        }
        if (vault.hasRetiredContentMacs()) {
            return null;
        }
        return record.text().facts().isRejected()
                ? rejected(record.contentMac(), text)
                : ofOwnAgent(record, stream.stream(), text);
    }

    /** The whole text of a rejected event is sealed with it. */
    private @Nullable Fault rejected(byte[] mac, @Nullable String sealed) {
        return sealed == null || !isOther(mac, sealed)
                ? null
                : new Fault("its content is not what the service received", true);
    }

    private @Nullable Fault ofOwnAgent(JournalRecord record, UUID stream, @Nullable String sealed) {
        if (!ownAgents.contains(stream)) {
            return null;
        }
        List<String> spellings = spellings(record, sealed);
        return spellings.isEmpty() || spellings.stream().anyMatch(event -> !isOther(record.contentMac(), event))
                ? null
                : new Fault(
                        "its content is not what the service received, unless the café's program only calls itself "
                                + OWN_AGENT,
                        false);
    }

    private boolean isOther(byte[] mac, String event) {
        return AgentCodec.decodeLine(event) instanceof Decoded.OneEvent(ReceivedEvent received)
                && !vault.isContentMac(mac, received.canonical());
    }

    /** The texts that the project's agent may have sent; none if that cannot be told. */
    private static List<String> spellings(JournalRecord record, @Nullable String sealed) {
        try {
            return spelledAgain(new JsonObject(record.body()).put("seq", record.seq()), sealed);
        } catch (DecodeException | ClassCastException ofNoAgent) {
            return List.of();
        }
    }

    private static List<String> spelledAgain(JsonObject event, @Nullable String sealed) {
        if (event.containsKey("document")) {
            if (sealed == null || new JsonObject(sealed).getString("type").equals(NetworkIdentity.TYPE)) {
                return List.of(); // the service keeps no document without a session, and not all of a network identity
            }
            event.put("document", new JsonObject(sealed));
        }
        if (Boolean.TRUE.equals(event.remove("officer"))) {
            event.put("officer", sealed);
        }
        Instant at = Rfc3339.parse(event.getString("at", "")).orElse(Instant.EPOCH);
        return ZONES.stream()
                .map(zone -> event.copy().put("at", Rfc3339.format(at, zone)).encode())
                .toList();
    }
}
