package lingdian.office.query;

import java.util.List;
import java.util.function.UnaryOperator;

/** An item of a list, and its place in the list's order. */
public record Numbered<T>(long number, T item) {
    public Numbered<T> with(UnaryOperator<T> change) {
        return new Numbered<>(number, change.apply(item));
    }

    /** @param found the newest first, one more than {@code limit} if there is a page after this one */
    public static <T> Page<Numbered<T>> page(List<Numbered<T>> found, int limit) {
        return Page.of(found, limit, last -> Cursor.afterNumber(last.number()));
    }
}
