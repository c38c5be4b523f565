/** The basket lives as long as the page. Each button reports one custom event with a property and revenue. */
const basket = document.getElementById('basket')
let count = 0
let total = 0

for (const button of document.querySelectorAll('[data-tea]')) {
	// Without this script a button can do nothing, and does not look as if it could.
	button.disabled = false
	button.addEventListener('click', () => {
		const { tea, price } = button.dataset
		count += 1
		total += Number(price)
		basket.textContent = `In your basket: ${count} × 60 g, €${total.toFixed(2)}.`
		window.jitt?.('event', 'Add to basket', { props: { tea }, revenue: { amount: price, currency: 'EUR' } })
	})
}
