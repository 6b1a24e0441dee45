package lingdian.office.campaign;

import java.util.List;

/**
 * A part of a briefing; the parts follow one another.
 *
 * <p>Words and figures are fixed here, so that Word and the browser cannot state different ones.
 */
sealed interface Block {
    /**
     * The title of the following part.
     *
     * @param level 1 for 一、; 2 for （一）
     */
    record Heading(int level, String text) implements Block {}

    /** A part that the office writes before it sends the letter: what a program cannot know. */
    record ToWrite(String hint) implements Block {}

    /** The end of the letter: its annexes, who signs and when (落款). */
    record Signature(List<String> annexes, String office, String date) implements Block {
        public Signature {
            annexes = List.copyOf(annexes);
        }
    }

    /** The beginning of an annex, on a page of its own. */
    record Annex(String label, String title) implements Block {}

    /** Sentences. */
    record Paragraph(String text) implements Block {}

    /**
     * A table; each of {@code rows} has a cell for each of {@code head}.
     *
     * @param widths of the columns, in proportion
     */
    record Table(List<String> head, List<Integer> widths, List<List<String>> rows) implements Block {
        /** A table whose columns are of one width. */
        Table(List<String> head, List<List<String>> rows) {
            this(head, head.stream().map(column -> 1).toList(), rows);
        }

        public Table {
            head = List.copyOf(head);
            widths = List.copyOf(widths);
            if (widths.size() != head.size()) {
                throw new IllegalArgumentException("widths: one for each column");
            }
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != head.size()) {
                    throw new IllegalArgumentException("rows: each needs as many cells as the head");
                }
            }
        }
    }

    /** Bars side by side for each of {@code labels}; every series has a number for each. */
    record Bars(String title, List<String> labels, List<Series> series) implements Block {
        public Bars {
            labels = List.copyOf(labels);
            series = List.copyOf(series);
            for (Series one : series) {
                if (one.numbers().size() != labels.size()) {
                    throw new IllegalArgumentException("series: each needs as many bars as there are labels");
                }
            }
        }

        long greatest() {
            return series.stream()
                    .flatMap(one -> one.numbers().stream())
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
        }
    }

    /** Bars of one colour. */
    record Series(String name, List<Long> numbers) {
        public Series {
            numbers = List.copyOf(numbers);
        }
    }
}
