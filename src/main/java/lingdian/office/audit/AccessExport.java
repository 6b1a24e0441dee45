package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.office.api.PagedDownload;
import lingdian.office.audit.AccessPageStore.StoredEntry;
import lingdian.platform.work.SizedWork;

/**
 * The access log as one file of any length, oldest first.
 *
 * <p>A worker opens the reasons and writes the lines: a client that reads fast has page after page written, and would keep the event
 * loop for as long as the log lasts.
 */
final class AccessExport {
    private static final int PAGE = 500;
    /** About as many characters as an entry has, with a short reason. */
    private static final int ENTRY_SIZE = 512;

    private final Vertx vertx;
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

    private AccessExport(Vertx vertx, String type, String name, String head, Function<StoredEntry, String> line) {
        this.vertx = vertx;
        this.type = type;
        this.name = name;
        this.head = head;
        this.line = line;
    }

    static AccessExport ndjson(Vertx vertx, AccessEntryView view) {
        return new AccessExport(
                vertx,
                "application/x-ndjson",
                "access-log.ndjson",
                "",
                entry -> view.json(entry).encode() + "\n");
    }

    static AccessExport csv(Vertx vertx, AccessEntryView view) {
        return new AccessExport(
                vertx, "text/csv; charset=utf-8", "access-log.csv", AccessEntryView.CSV_HEADER, view::csv);
    }

    /** Fails only if nothing has been sent yet. */
    Future<Void> send(HttpServerRequest request, long pageMillisMax, Pages pages) {
        return PagedDownload.send(
                request,
                type,
                name,
                pageMillisMax,
                () -> pages.after(position, PAGE).compose(this::written));
    }

    /** The next part of the file. */
    Future<PagedDownload.Page> written(List<StoredEntry> page) {
        String before = head;
        head = "";
        position = page.isEmpty() ? position : page.getLast().link().position();
        return SizedWork.run(
                vertx,
                (long) page.size() * ENTRY_SIZE,
                () -> new PagedDownload.Page(
                        Buffer.buffer(page.stream().map(line).collect(Collectors.joining("", before, ""))),
                        page.size() < PAGE));
    }
}
