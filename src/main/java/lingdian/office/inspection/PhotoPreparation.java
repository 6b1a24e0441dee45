package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.office.api.InTurn;
import lingdian.office.file.UploadedFile;
import lingdian.platform.work.FairTurns;
import org.jspecify.annotations.Nullable;

/**
 * Makes photographs ready to be kept: without their metadata, and with a small picture.
 *
 * <p>One photograph after another, one of each account in turn: a picture of 24 million pixels needs a hundred megabytes
 * and two seconds while it is made smaller.
 */
final class PhotoPreparation {
    private final Vertx vertx;
    private final FairTurns<AccountId> turns;

    PhotoPreparation(Vertx vertx) {
        this.vertx = vertx;
        this.turns = new FairTurns<>(vertx);
    }

    /** @param thumbnail null where this platform cannot read the picture */
    record PreparedPhoto(UploadedFile file, byte @Nullable [] thumbnail) {
        @Override
        public String toString() {
            return "PreparedPhoto[" + file + "]";
        }
    }

    Future<List<PreparedPhoto>> prepare(AccountId account, List<UploadedFile> photos) {
        return InTurn.each(
                IntStream.range(0, photos.size()).boxed().toList(),
                number -> turns.inTurn(
                        account,
                        () -> vertx.executeBlocking(() -> prepared(number, photos.get(number)), false)
                                .map(Objects::requireNonNull)));
    }

    private static PreparedPhoto prepared(int number, UploadedFile photo) {
        byte[] content = PhotoMetadata.without(photo.type(), photo.content())
                .orElseThrow(() -> Refused.body(
                        "/photos/" + number + "/content",
                        "expected a photograph out of which place and time can be taken; this one is laid out otherwise: save it"
                                + " as JPEG and send that"));
        return new PreparedPhoto(
                new UploadedFile(photo.name(), photo.type(), content),
                Thumbnail.of(photo.type(), content).orElse(null));
    }
}
