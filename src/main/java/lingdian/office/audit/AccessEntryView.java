package lingdian.office.audit;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import lingdian.domain.ChinaTime;
import lingdian.office.audit.AccessPageStore.StoredEntry;
import lingdian.office.audit.AccessPageStore.Subject;
import lingdian.office.export.CsvWriter;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/** An entry of the access log for the auditor, as JSON and as a line of CSV; never with the token of a person. */
final class AccessEntryView {
    /** Begins with a byte order mark: without it Excel takes UTF-8 for the code page of the computer. */
    static final String CSV_HEADER = CsvWriter.MARK
            + "position,at,actor,actorId,actorName,action,outcome,subject,subjectId,region,reason,"
            + "details,chain\r\n";

    private final Vault vault;

    AccessEntryView(Vault vault) {
        this.vault = vault;
    }

    JsonObject json(StoredEntry entry) {
        Subject subject = entry.subject();
        return new JsonObject()
                .put("position", entry.link().position())
                .put("id", entry.id().toString())
                .put("at", Rfc3339.format(entry.link().at(), ChinaTime.ZONE))
                .put(
                        "actor",
                        new JsonObject()
                                .put("kind", entry.actor().kind())
                                .put("id", entry.actor().id())
                                .put("name", entry.actor().name()))
                .put("action", entry.action())
                .put("outcome", entry.outcome())
                .put(
                        "subject",
                        subject == null
                                ? null
                                : new JsonObject()
                                        .put("kind", subject.kind())
                                        .put("id", subject.id())
                                        .put("name", subject.name()))
                .put("region", entry.region())
                .put("reason", reason(entry))
                .put("details", new JsonObject(entry.details()))
                .put("chain", HexFormat.of().formatHex(entry.link().chain()));
    }

    String csv(StoredEntry entry) {
        Subject subject = entry.subject();
        return CsvWriter.line(Arrays.asList(
                entry.link().position(),
                Rfc3339.format(entry.link().at(), ChinaTime.ZONE),
                entry.actor().kind(),
                entry.actor().id(),
                entry.actor().name(),
                entry.action(),
                entry.outcome(),
                subject == null ? null : subject.kind(),
                subject == null ? null : subject.id(),
                entry.region(),
                reason(entry),
                entry.details(),
                HexFormat.of().formatHex(entry.link().chain())));
    }

    /** Null if no reason was given, or its key has been retired: the chain covers it in any case. */
    private @Nullable String reason(StoredEntry entry) {
        if (entry.reason() == null) {
            return null;
        }
        try {
            return vault.unseal(entry.reason(), AccessLogStore.reasonOf(entry.id()));
        } catch (VaultException closed) {
            if (closed.keyRetired()) {
                return null;
            }
            throw new IllegalStateException(closed);
        }
    }
}
