// Which entry stands open beside a list: ?claim=12 in the address, so that it can be sent as a link
// and the back button closes it.
import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export function useClaimDrawer(): WritableComputedRef<number | null> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const id = Number(route.query.claim)
      return Number.isInteger(id) && id > 0 ? id : null
    },
    set: (id) => {
      const query = { ...route.query }
      delete query.claim
      if (id !== null) query.claim = String(id)
      void router.push({ query })
    },
  })
}
