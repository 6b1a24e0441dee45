package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.office.api.PagedDownload;
import lingdian.office.audit.AccessPageStore.StoredEntry;

/** The access log as one file of any length, oldest first. */
final class AccessExport {
    private static final int PAGE = 1_000;

    private final String type;
    private final String name;
    private final Function<StoredEntry, String> line;
    private String head;
    private long position;

    /** Reads the entries after a number. */
    @FunctionalInterface
    interface Pages {
        Future<List<StoredEntry>> after(long position, int limit);
    }

    private AccessExport(String type, String name, String head, Function<StoredEntry, String> line) {
        this.type = type;
        this.name = name;
        this.head = head;
        this.line = line;
    }

    static AccessExport ndjson(AccessEntryView view) {
        return new AccessExport(
                "application/x-ndjson",
                "access-log.ndjson",
                "",
                entry -> view.json(entry).encode() + "\n");
    }

    static AccessExport csv(AccessEntryView view) {
        return new AccessExport("text/csv; charset=utf-8", "access-log.csv", AccessEntryView.CSV_HEADER, view::csv);
    }

    /** Fails only if nothing has been sent yet. */
    Future<Void> send(HttpServerRequest request, long pageMillisMax, Pages pages) {
        return PagedDownload.send(
                request,
                type,
                name,
                pageMillisMax,
                () -> pages.after(position, PAGE).map(this::written));
    }

    private PagedDownload.Page written(List<StoredEntry> page) {
        String lines = page.stream().map(line).collect(Collectors.joining());
        var part = new PagedDownload.Page(Buffer.buffer(head + lines), page.size() < PAGE);
        head = "";
        position = page.isEmpty() ? position : page.getLast().link().position();
        return part;
    }
}
