package lingdian.office.exportlink;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.office.export.TableFormat;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A link to a list.
 *
 * @param account whose rights it has
 * @param filter of the list, codes alone
 * @param uses how often it was opened
 */
public record ExportLink(
        UUID id,
        AccountId account,
        String list,
        Map<String, String> filter,
        TableFormat form,
        Instant at,
        Instant expiresAt,
        int uses,
        @Nullable Instant usedAt) {
    public ExportLink {
        filter = Map.copyOf(filter);
    }

    JsonObject filterJson() {
        return new JsonObject(new HashMap<>(filter));
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("list", list)
                .put("filter", filterJson())
                .put("form", form.ending())
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("expiresAt", Rfc3339.format(expiresAt, ChinaTime.ZONE))
                .put("uses", uses)
                .put("usedAt", usedAt == null ? null : Rfc3339.format(usedAt, ChinaTime.ZONE));
    }
}
