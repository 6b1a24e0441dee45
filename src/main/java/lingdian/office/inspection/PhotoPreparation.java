package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lingdian.access.account.Refused;
import lingdian.office.file.UploadedFile;
import lingdian.platform.work.Turns;
import org.jspecify.annotations.Nullable;

/**
 * Makes photographs ready to be kept: without their metadata, and with a small picture.
 *
 * <p>One request after another: a picture of 24 million pixels needs a hundred megabytes while it is made smaller.
 */
final class PhotoPreparation {
    private final Vertx vertx;
    private final Turns turns;

    PhotoPreparation(Vertx vertx) {
        this.vertx = vertx;
        this.turns = new Turns(vertx, 1);
    }

    /** @param thumbnail null where this platform cannot read the picture */
    record PreparedPhoto(UploadedFile file, byte @Nullable [] thumbnail) {
        @Override
        public String toString() {
            return "PreparedPhoto[" + file + "]";
        }
    }

    Future<List<PreparedPhoto>> prepare(List<UploadedFile> photos) {
        return turns.inTurn(
                1,
                () -> vertx.executeBlocking(
                                () -> IntStream.range(0, photos.size())
                                        .mapToObj(i -> prepared(i, photos.get(i)))
                                        .toList(),
                                false)
                        .map(Objects::requireNonNull));
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
