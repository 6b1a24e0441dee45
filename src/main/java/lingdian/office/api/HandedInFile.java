package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import lingdian.domain.AccountId;
import lingdian.platform.work.FairTurns;
import org.jspecify.annotations.Nullable;

/**
 * A body that is a file and no JSON.
 *
 * @param charset that the sender named; null: none
 * @param turns in which the node reads files
 */
public record HandedInFile(Buffer bytes, @Nullable String charset, FairTurns<AccountId> turns, AccountId account) {
    static final String KINDS = "a table: text/csv, text/tab-separated-values or a workbook (.xlsx)";

    /** The last two are what browsers call CSV on machines with and without a spreadsheet program. */
    private static final Set<String> TYPES = Set.of(
            "text/csv",
            "text/tab-separated-values",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/octet-stream");

    private static final String CHARSET = "charset=";

    static boolean isOne(@Nullable String contentType) {
        String type = Objects.toString(contentType, "").split(";", 2)[0];
        return TYPES.contains(type.strip().toLowerCase(Locale.ROOT));
    }

    /** @param asked the query's charset, which goes before that of the type */
    static HandedInFile of(
            Buffer bytes,
            @Nullable String contentType,
            @Nullable String asked,
            FairTurns<AccountId> turns,
            AccountId account) {
        return new HandedInFile(bytes, asked == null ? charset(contentType) : asked, turns, account);
    }

    private static @Nullable String charset(@Nullable String contentType) {
        for (String part : Objects.toString(contentType, "").split(";")) {
            String parameter = part.strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith(CHARSET)) {
                return parameter.substring(CHARSET.length()).replace("\"", "").strip();
            }
        }
        return null;
    }

    /**
     * Reads it on a worker thread, because a file of megabytes would hold up an event loop; and no other file at the same
     * time, because each takes a hundred megabytes meanwhile.
     */
    public <T> Future<T> read(Vertx vertx, BiFunction<byte[], @Nullable String, T> reading) {
        return turns.inTurn(
                account,
                () -> vertx.executeBlocking(() -> reading.apply(bytes.getBytes(), charset), false)
                        .map(Objects::requireNonNull));
    }

    @Override
    public String toString() {
        return "HandedInFile"; // it may name persons
    }
}
