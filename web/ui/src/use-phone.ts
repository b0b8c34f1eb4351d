import { ref, type Ref } from 'vue'

const phone = ref(false)
const asked = globalThis.matchMedia?.('(max-width: 767px)')
if (asked !== undefined) {
  phone.value = asked.matches
  asked.addEventListener?.('change', (event) => (phone.value = event.matches))
}

export function usePhone(): Ref<boolean> {
  return phone
}
