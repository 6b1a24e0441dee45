package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.office.api.AccountPlaces.Limits;

/**
 * Limits the requests with files that are under way: they are held in memory, and decoded and sealed there, so their bytes
 * together are at most a small part of the heap, half of it for operators and half for offices. A region's accounts have
 * fewer, and one account fewer still, so that none blocks the others.
 */
public final class UploadLimit {
    static final int OF_ACCOUNT_MAX = 2;
    static final int OF_GROUP_MAX = 8;
    /** Of offices, and as many of operators. Their bytes are what the memory bears. */
    static final int IN_ALL_MAX = 24;
    /** The largest request with files, which every node takes. */
    static final long REQUEST_BYTES_MAX = 12 * 1024 * 1024;

    private static final Limits REQUESTS = new Limits(IN_ALL_MAX, OF_GROUP_MAX, OF_ACCOUNT_MAX);

    private final AccountPlaces requests = new AccountPlaces(REQUESTS, REQUESTS);
    /**
     * One request needs about five times its bytes while it is sealed, because it has few values
     * ({@link FirstFaults#VALUES_WITH_FILES_MAX}), and up to eight times while it is decoded, which one is at a time.
     */
    private final AccountPlaces bytes;

    /** @param heapBytes the most that the program may use */
    public UploadLimit(long heapBytes) {
        Limits half = Limits.ofHeap(heapBytes / 2, REQUEST_BYTES_MAX);
        bytes = new AccountPlaces(half, half);
    }

    /**
     * A request that is counted, until {@link #leave}.
     *
     * @param bytes that it holds at most
     */
    public record Upload(Account account, long bytes) {}

    /**
     * Counts a request, before its body is read; fails with 429 if it is one too many. After success, {@link #leave} must
     * be called once.
     *
     * @param bytesMax a larger body is refused, however long it says that it is
     */
    public Future<Upload> enter(Account account, HttpServerRequest request, long bytesMax) {
        var upload = new Upload(account, Math.min(bytesMax, declared(request).orElse(bytesMax)));
        return enter(upload)
                ? Future.succeededFuture(upload)
                : Future.failedFuture(
                        Refused.limit("files", 429, "So many files are being handed in already. Try again later."));
    }

    boolean enter(Upload upload) {
        if (!requests.enter(upload.account())) {
            return false;
        }
        if (!bytes.enter(upload.account(), upload.bytes())) {
            requests.leave(upload.account());
            return false;
        }
        return true;
    }

    public void leave(Upload upload) {
        requests.leave(upload.account());
        bytes.leave(upload.account(), upload.bytes());
    }

    /** The length of a request's body, if it says one. */
    public static Optional<Long> declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return Optional.ofNullable(length).map(Long::valueOf);
        } catch (NumberFormatException refusedByTheServerBefore) {
            return Optional.empty();
        }
    }
}
