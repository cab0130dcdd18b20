/** What a stream showed when, as few numbers as a strip of pixels can show, over minutes or months. */
package dev.afterimage.qa.timeline;
